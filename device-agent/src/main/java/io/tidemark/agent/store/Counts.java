package io.tidemark.agent.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the database has counted.
 *
 * @param latencies by bucket; only of late
 * @param decided by entity type; {@code conflicts} and {@code rejected} are part of it
 */
public record Counts(
        long pushes,
        long answered,
        Map<Integer, Long> latencies,
        SortedMap<String, Long> decided,
        SortedMap<String, Long> conflicts,
        SortedMap<String, Long> rejected,
        long exhausted) {
    public Counts {
        latencies = Map.copyOf(latencies);
        decided = new TreeMap<>(decided);
        conflicts = new TreeMap<>(conflicts);
        rejected = new TreeMap<>(rejected);
    }
}
