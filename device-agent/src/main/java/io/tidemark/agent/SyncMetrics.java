package io.tidemark.agent;

import io.tidemark.agent.sync.WaitReason;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How synchronisation goes on this device, all scopes together. Everything but the queues and what they wait for is
 * counted since the file was made, in the transaction of what it counts: exact, whenever the process ends. A rate lies
 * between 0 and 1, and is empty where nothing was counted yet.
 *
 * <p>Times are measured by the device's own time line: while the agent runs by a monotonic clock, and over a restart by
 * the wall clock, as far as that says between 0 and 31 days; else nothing. A clock that is set a year forth or back
 * changes none of them.
 *
 * @param queueDepth operations in the queues
 * @param oldestPendingAge since the oldest of them was saved
 * @param pushes requests with operations that were about to leave
 * @param pushesAnswered those of them that brought an outcome; one under way has not, yet
 * @param p95SyncLatency from the edit to its outcome on this device, time without a network included: 95 of 100
 *     stayed within it. Of the latest 1,000 to 2,000 operations, and at most a fifth too high; 31 days at most
 * @param outcomes by entity type; each operation once, however often it was sent and answered
 * @param retryExhaustedCount operations that became dead letters because no request with them was taken
 * @param saved operations that were made
 * @param squashed those of them that became one with another before they were sent
 * @param waiting by scope, why it waits, where it does
 */
public record SyncMetrics(
        long queueDepth,
        Optional<Duration> oldestPendingAge,
        long pushes,
        long pushesAnswered,
        Optional<Duration> p95SyncLatency,
        SortedMap<String, Outcomes> outcomes,
        long retryExhaustedCount,
        long saved,
        long squashed,
        SortedMap<String, WaitReason> waiting) {

    public SyncMetrics {
        outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
        waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
    }

    /**
     * Of the operations on entities of one type.
     *
     * @param decided that have an outcome
     * @param conflicts whose values, or some of them, went into a conflict copy
     * @param rejected that became dead letters
     */
    public record Outcomes(long decided, long conflicts, long rejected) {}

    /** Of the pushes, those that were answered. */
    public OptionalDouble syncSuccessRate() {
        return rate(pushesAnswered, pushes);
    }

    /** By entity type, of the operations that have an outcome those that conflicted. */
    public SortedMap<String, Double> conflictRate() {
        TreeMap<String, Double> rates = new TreeMap<>();
        outcomes.forEach(
                (type, each) -> rate(each.conflicts(), each.decided()).ifPresent(rate -> rates.put(type, rate)));
        return rates;
    }

    /** Of what was saved, the part that was never sent by itself. */
    public OptionalDouble squashRatio() {
        return rate(squashed, saved);
    }

    private static OptionalDouble rate(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
