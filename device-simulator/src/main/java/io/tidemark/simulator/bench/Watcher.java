package io.tidemark.simulator.bench;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * An independent reader of all feeds: an operation counts as visible when a page up to a checkpoint shows its effect.
 * Like a device, it pulls a feed when a push into it was answered, and no more often: its requests are work for the
 * server, too.
 */
final class Watcher {
    private static final int AT_A_TIME = 8;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final GatewayClient gateway;
    private final String token;
    private final Map<String, FeedReader> readers = new HashMap<>();

    Watcher(GatewayClient gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** Returns when all that was sent is visible and the devices are done, or when the time is over. */
    void watch(Sightings sightings, BooleanSupplier pushing, Duration limit) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            while (System.nanoTime() < deadline) {
                boolean more = pushing.getAsBoolean();
                Set<String> scopes = more ? sightings.takeAnswered() : sightings.scopes();
                if (scopes.isEmpty() && !more) {
                    return;
                }
                readAll(scopes, sightings, threads);
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Several feeds at a time, each by one thread: a reader that falls behind would be what is measured. */
    private void readAll(Set<String> scopes, Sightings sightings, ExecutorService threads)
            throws IOException, InterruptedException {
        List<Future<?>> reads = new ArrayList<>();
        for (String scope : scopes) {
            FeedReader reader = readers.computeIfAbsent(scope, name -> new FeedReader(gateway, token, name));
            reads.add(threads.submit(() -> {
                read(reader, sightings);
                return null;
            }));
        }
        for (Future<?> read : reads) {
            try {
                read.get();
            } catch (ExecutionException e) {
                throw new IOException("a feed could not be read: " + e.getCause(), e);
            }
        }
    }

    private static void read(FeedReader reader, Sightings sightings) throws IOException, InterruptedException {
        for (CanonicalRow row : reader.readToCheckpoint()) {
            Json title = row instanceof CanonicalRow.Live live ? live.fields().get("title") : null;
            if (title != null) {
                sightings.met(reader.scope(), row.entity().id(), Workload.revision(title), System.nanoTime());
            }
        }
    }
}
