package io.tidemark.simulator.chaos;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.simulator.demo.AgentDevice;
import io.tidemark.simulator.demo.Device;
import io.tidemark.simulator.demo.Notebook;
import io.tidemark.simulator.history.HistoryFile;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** The devices, each with an SQLite file of its own, and the scopes that they share. */
final class Cast implements AutoCloseable {
    static final String TENANT = "chaos";

    /** Member of every scope, owner of no device: reads for the oracle. */
    static final String ORACLE = "oracle";

    static final Duration TOKEN_LIFETIME = Duration.ofHours(26);
    private static final int TEAM = 4;
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FOLLOW = Duration.ofSeconds(5);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(3);

    private final List<Notebook> notebooks;
    private final List<ChaosDevice> devices;

    private Cast(List<Notebook> notebooks, List<ChaosDevice> devices) {
        this.notebooks = List.copyOf(notebooks);
        this.devices = List.copyOf(devices);
    }

    static Cast open(LocalStack stack, Network network, int number, EntityTypes types, Path folder, HistoryFile history)
            throws IOException {
        List<String> people = Notebook.people(number);
        List<Notebook> notebooks = shared(people);
        for (Notebook notebook : notebooks) {
            stack.grant(TENANT, notebook.scope(), ORACLE);
            notebook.people().forEach(person -> stack.grant(TENANT, notebook.scope(), person));
        }
        Files.createDirectories(folder);
        List<ChaosDevice> devices = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String person = people.get(i);
            String token = stack.tokens().issue(TENANT, person, TOKEN_LIFETIME);
            HttpTransport way = new HttpTransport(network.gatewayFor(i), () -> token, REQUEST_LIMIT, types);
            RecordedTransport recorded = new RecordedTransport(way, history, person);
            devices.add(device(person, notebooks, types, folder.resolve(person + ".db"), recorded, history));
        }
        return new Cast(notebooks, devices);
    }

    /** One for everybody, and two for each team of four: hot ones, and quiet ones. */
    private static List<Notebook> shared(List<String> people) {
        List<Notebook> notebooks = new ArrayList<>();
        notebooks.add(new Notebook("notes:all", people));
        for (int first = 0; first < people.size(); first += TEAM) {
            List<String> team = people.subList(first, Math.min(people.size(), first + TEAM));
            for (String what : List.of("plans", "lists", "log")) {
                notebooks.add(new Notebook("notes:" + what + "-" + (first / TEAM + 1), team));
            }
        }
        return notebooks;
    }

    private static ChaosDevice device(
            String person,
            List<Notebook> notebooks,
            EntityTypes types,
            Path database,
            RecordedTransport way,
            HistoryFile history) {
        List<String> scopes = notebooks.stream()
                .filter(notebook -> notebook.people().contains(person))
                .map(Notebook::scope)
                .toList();
        SkewedClock clock = new SkewedClock();
        AtomicReference<Mischief> mischief = new AtomicReference<>(Mischief.NONE);
        Supplier<Device> opening = () -> new AgentDevice(
                person,
                scopes,
                database,
                AgentConfig.builder()
                        .database(database)
                        .entityTypes(types)
                        .scopes(scopes)
                        .transport(new MischievousTransport(way, mischief::get))
                        .clock(clock)
                        .pollEvery(POLL)
                        .follow(FOLLOW)
                        .backOff(FIRST_BACK_OFF, LONGEST_BACK_OFF)
                        .build());
        return new ChaosDevice(opening, history, clock, mischief);
    }

    List<Notebook> notebooks() {
        return notebooks;
    }

    List<ChaosDevice> devices() {
        return devices;
    }

    /** All queues together. */
    Device.Queue queue() {
        int depth = 0;
        int undecided = 0;
        Duration oldest = Duration.ZERO;
        for (ChaosDevice device : devices) {
            Device.Queue queue = device.queue();
            depth += queue.depth();
            undecided += queue.undecided();
            oldest = queue.oldest().compareTo(oldest) > 0 ? queue.oldest() : oldest;
        }
        return new Device.Queue(depth, undecided, oldest);
    }

    int online() {
        return (int) devices.stream().filter(Device::isOnline).count();
    }

    @Override
    public void close() {
        devices.forEach(ChaosDevice::close);
    }
}
