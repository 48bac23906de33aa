package io.tidemark.simulator.load;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.simulator.demo.AgentDevice;
import io.tidemark.simulator.demo.Device;
import io.tidemark.simulator.demo.Person;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.demo.VisibilityProbe;
import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.statistics.Percentiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real agents with SQLite files among the light devices, all in one scope, always online and following its feed: how
 * long an edit takes to another screen is measured on them.
 */
final class FullAgents implements AutoCloseable {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(20);

    private final List<Device> devices;
    private final String scope;
    private final VisibilityProbe probe;
    private final AtomicLong saved = new AtomicLong();

    private FullAgents(List<Device> devices, String scope) {
        this.devices = List.copyOf(devices);
        this.scope = scope;
        this.probe = new VisibilityProbe(devices);
    }

    static FullAgents open(int number, URI gateway, String token, String scope, EntityTypes types, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        List<Device> devices = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            String name = "full-" + i;
            Path database = folder.resolve(name + ".db");
            devices.add(new AgentDevice(
                    name,
                    List.of(scope),
                    database,
                    AgentConfig.builder()
                            .database(database)
                            .entityTypes(types)
                            .scope(scope)
                            .transport(new HttpTransport(gateway, () -> token, REQUEST_LIMIT, types))
                            .build()));
        }
        return new FullAgents(devices, scope);
    }

    int size() {
        return devices.size();
    }

    /** They edit in turn, at the rate asked for; returns when the time is over. */
    void edit(double rate, Duration work, Random random, StopRequest stop) throws InterruptedException {
        if (devices.isEmpty()) {
            return;
        }
        List<Person> people = devices.stream()
                .map(device -> new Person(device, random, (edit, online) -> noted(device, edit)))
                .toList();
        long begun = System.nanoTime();
        long made = 0;
        for (double seconds = 0;
                seconds < work.toMillis() / 1e3 && !stop.pause(STEP);
                seconds = (System.nanoTime() - begun) / 1e9) {
            for (; made < seconds * rate; made++) {
                people.get(random.nextInt(people.size())).act();
            }
            probe.look();
        }
    }

    private void noted(Device device, AcceptedEdit edit) {
        saved.incrementAndGet();
        if (edit instanceof AcceptedEdit.Saved save) {
            save.wrote().forEach((field, value) -> probe.saved(device, scope, save.entity(), field, value));
        }
    }

    long saved() {
        return saved.get();
    }

    int depth() {
        return devices.stream().mapToInt(device -> device.queue().depth()).sum();
    }

    Percentiles visibleMillis() {
        return probe.milliseconds();
    }

    /** How many show something else than the first of them. */
    int unlike() {
        return (int) devices.stream()
                .skip(1)
                .filter(device -> !device.copy(scope)
                        .rows()
                        .equals(devices.getFirst().copy(scope).rows()))
                .count();
    }

    @Override
    public void close() {
        devices.forEach(Device::close);
    }
}
