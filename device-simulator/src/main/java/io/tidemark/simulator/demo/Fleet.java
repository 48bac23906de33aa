package io.tidemark.simulator.demo;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The people's devices, each with an SQLite file of its own, and their memberships on the server. */
final class Fleet implements AutoCloseable {
    static final String TENANT = "demo";

    /** Member of every notebook, owner of no device: reads for the oracle. */
    static final String ORACLE = "oracle";

    static final Duration TOKEN_LIFETIME = Duration.ofHours(26);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    private final List<Notebook> notebooks;
    private final List<Device> devices;
    private final AtomicLong sends;

    private Fleet(List<Notebook> notebooks, List<Device> devices, AtomicLong sends) {
        this.notebooks = List.copyOf(notebooks);
        this.devices = List.copyOf(devices);
        this.sends = sends;
    }

    static Fleet open(LocalStack stack, int number, EntityTypes types, Path folder) throws IOException {
        List<String> people = Notebook.people(number);
        List<Notebook> notebooks = Notebook.shared(people);
        for (Notebook notebook : notebooks) {
            stack.grant(TENANT, notebook.scope(), ORACLE);
            notebook.people().forEach(person -> stack.grant(TENANT, notebook.scope(), person));
        }
        Files.createDirectories(folder);
        List<Device> devices = new ArrayList<>();
        AtomicLong sends = new AtomicLong();
        for (String person : people) {
            devices.add(device(stack, person, notebooks, types, folder.resolve(person + ".db"), sends));
        }
        return new Fleet(notebooks, devices, sends);
    }

    private static Device device(
            LocalStack stack,
            String person,
            List<Notebook> notebooks,
            EntityTypes types,
            Path database,
            AtomicLong sends) {
        List<String> scopes = notebooks.stream()
                .filter(notebook -> notebook.people().contains(person))
                .map(Notebook::scope)
                .toList();
        String token = stack.tokens().issue(TENANT, person, TOKEN_LIFETIME);
        AgentConfig config = AgentConfig.builder()
                .database(database)
                .entityTypes(types)
                .scopes(scopes)
                .transport(new CountedTransport(
                        new HttpTransport(stack.gatewayUrl(), () -> token, REQUEST_LIMIT, types), sends))
                .pollEvery(POLL)
                .backOff(Duration.ofMillis(250), LONGEST_BACK_OFF)
                .build();
        return new AgentDevice(person, scopes, database, config);
    }

    List<Notebook> notebooks() {
        return notebooks;
    }

    List<Device> devices() {
        return devices;
    }

    /** Operations that were sent, each as often as it was. */
    long sends() {
        return sends.get();
    }

    Device.Queue queue() {
        int depth = 0;
        int undecided = 0;
        Duration oldest = Duration.ZERO;
        for (Device device : devices) {
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

    /** Conflict copies that somebody still has to resolve: of each notebook as many as the device that knows most. */
    int openCopies() {
        return notebooks.stream()
                .mapToInt(notebook -> devices.stream()
                        .filter(device -> device.scopes().contains(notebook.scope()))
                        .mapToInt(device -> copies(device, notebook.scope()))
                        .max()
                        .orElse(0))
                .sum();
    }

    private static int copies(Device device, String scope) {
        return (int) device.lookAll(scope, "note").stream()
                .filter(row -> row.conflict().isPresent())
                .count();
    }

    @Override
    public void close() {
        devices.forEach(Device::close);
    }
}
