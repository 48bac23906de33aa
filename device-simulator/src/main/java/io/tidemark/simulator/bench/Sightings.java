package io.tidemark.simulator.bench;

import io.tidemark.simulator.statistics.Latencies;
import io.tidemark.simulator.statistics.Percentiles;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which operations were sent, and which of their effects a reader has met. A feed gives a note once, at its latest
 * revision: that one shows the earlier ones, too. Thread-safe.
 */
final class Sightings {
    private record Place(String scope, String entity) {}

    private record Sent(int revision, long nanos) {}

    private final Map<Place, Queue<Sent>> unseen = new HashMap<>();
    private final Map<String, Integer> outstanding = new HashMap<>();
    private final Set<String> answered = new TreeSet<>();
    private final Latencies latencies = new Latencies();
    private int total;
    private long lastSeen;

    synchronized void sent(Workload.Batch batch, long nanos) {
        for (Workload.Step step : batch.steps()) {
            unseen.computeIfAbsent(new Place(batch.scope(), step.entity()), place -> new ArrayDeque<>())
                    .add(new Sent(step.revision(), nanos));
        }
        outstanding.merge(batch.scope(), batch.steps().size(), Integer::sum);
        total += batch.steps().size();
    }

    synchronized void answered(String scope) {
        answered.add(scope);
    }

    /** Scopes in which a push was answered since the last call. */
    synchronized Set<String> takeAnswered() {
        Set<String> taken = new TreeSet<>(answered);
        answered.clear();
        return taken;
    }

    synchronized void met(String scope, String entity, int revision, long nanos) {
        Queue<Sent> waiting = unseen.getOrDefault(new Place(scope, entity), new ArrayDeque<>());
        while (!waiting.isEmpty() && waiting.element().revision() <= revision) {
            latencies.add(Duration.ofNanos(nanos - waiting.remove().nanos()));
            outstanding.merge(scope, -1, Integer::sum);
            total--;
            lastSeen = nanos;
        }
    }

    /** Scopes with something that was sent and not met yet. */
    synchronized Set<String> scopes() {
        TreeSet<String> scopes = new TreeSet<>();
        outstanding.forEach((scope, count) -> {
            if (count > 0) {
                scopes.add(scope);
            }
        });
        return scopes;
    }

    synchronized int outstanding() {
        return total;
    }

    synchronized long lastSeen() {
        return lastSeen;
    }

    Percentiles milliseconds() {
        return latencies.milliseconds();
    }
}
