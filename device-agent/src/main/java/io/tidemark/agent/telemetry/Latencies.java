package io.tidemark.agent.telemetry;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A histogram of fixed size: four buckets for each doubling, from a millisecond to 31 days; what is longer counts as that. */
public final class Latencies {
    private static final int PER_DOUBLING = 4;
    private static final double LONGEST = (double) Duration.ofDays(31).toMillis();
    private static final double ALL = 100;

    private Latencies() {}

    public static int bucket(long millis) {
        double within = Math.clamp((double) millis, 1, LONGEST);
        return (int) Math.ceil(PER_DOUBLING * Math.log(within) / Math.log(2));
    }

    /** The longest time that is counted in the bucket. */
    private static Duration upperBound(int bucket) {
        return Duration.ofMillis(Math.round(Math.pow(2, (double) bucket / PER_DOUBLING)));
    }

    /**
     * At most a fifth above the true one.
     *
     * @param counts by bucket
     * @return the time that so many of a hundred stay within; empty if there are none
     */
    public static Optional<Duration> percentile(Map<Integer, Long> counts, int percent) {
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        long seen = 0;
        for (Map.Entry<Integer, Long> each : new TreeMap<>(counts).entrySet()) {
            seen += each.getValue();
            if (seen > 0 && seen * ALL >= (double) total * percent) {
                return Optional.of(upperBound(each.getKey()));
            }
        }
        return Optional.empty();
    }
}
