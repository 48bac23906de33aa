package io.tidemark.agent;

import io.tidemark.agent.store.Counts;
import io.tidemark.agent.store.QueueFigures;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.agent.telemetry.Latencies;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds the scopes of an agent up. */
final class Metrics {
    private static final int P95 = 95;

    private Metrics() {}

    static SyncMetrics of(Store store, Collection<SyncedScope> scopes) {
        List<QueueFigures> queues =
                scopes.stream().map(scope -> store.rows().figures(scope.name())).toList();
        Optional<Duration> oldest = queues.stream()
                .flatMap(queue -> queue.oldest().stream())
                .map(saved -> SyncStatus.age(saved, store.time().instant()))
                .max(Comparator.naturalOrder());
        Counts counts = store.counters().counts();
        return new SyncMetrics(
                queues.stream().mapToLong(QueueFigures::depth).sum(),
                oldest,
                counts.pushes(),
                counts.answered(),
                Latencies.percentile(counts.latencies(), P95),
                outcomes(counts),
                counts.exhausted(),
                queues.stream().mapToLong(QueueFigures::saved).sum(),
                queues.stream().mapToLong(QueueFigures::squashed).sum(),
                waiting(scopes));
    }

    private static SortedMap<String, SyncMetrics.Outcomes> outcomes(Counts counts) {
        TreeMap<String, SyncMetrics.Outcomes> outcomes = new TreeMap<>();
        counts.decided()
                .forEach((type, decided) -> outcomes.put(
                        type,
                        new SyncMetrics.Outcomes(
                                decided,
                                counts.conflicts().getOrDefault(type, 0L),
                                counts.rejected().getOrDefault(type, 0L))));
        return outcomes;
    }

    private static SortedMap<String, WaitReason> waiting(Collection<SyncedScope> scopes) {
        TreeMap<String, WaitReason> waiting = new TreeMap<>();
        scopes.forEach(scope -> waiting.put(scope.name(), scope.waiting()));
        waiting.values().removeIf(reason -> reason == WaitReason.NONE);
        return waiting;
    }
}
