package io.tidemark.simulator.bench;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * An independent reader of all feeds: an operation counts as visible when a page up to a checkpoint shows its effect.
 * Like a device, it pulls a feed when a push into it was answered, and no more often: its requests are work for the
 * server, too.
 */
final class Watcher {
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
        while (System.nanoTime() < deadline) {
            boolean more = pushing.getAsBoolean();
            Set<String> scopes = more ? sightings.takeAnswered() : sightings.scopes();
            if (scopes.isEmpty() && !more) {
                return;
            }
            for (String scope : scopes) {
                read(scope, sightings);
            }
            Thread.sleep(PAUSE);
        }
    }

    private void read(String scope, Sightings sightings) throws IOException, InterruptedException {
        FeedReader reader = readers.computeIfAbsent(scope, name -> new FeedReader(gateway, token, name));
        for (CanonicalRow row : reader.readToCheckpoint()) {
            Json title = row instanceof CanonicalRow.Live live ? live.fields().get("title") : null;
            if (title != null) {
                sightings.met(scope, row.entity().id(), Workload.revision(title), System.nanoTime());
            }
        }
    }
}
