package io.tidemark.simulator.statistics;

import java.time.Duration;
import java.util.Arrays;

/** Durations as they come, from any thread. Keeps the first {@value #MOST}; a run of ours has far fewer. */
public final class Latencies {
    static final int MOST = 1_000_000;
    private static final double NANOS_PER_MILLI = 1_000_000;

    private long[] nanos = new long[1024];
    private int count;

    public synchronized void add(Duration duration) {
        if (count == MOST) {
            return;
        }
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, Math.min(MOST, count * 2));
        }
        nanos[count++] = duration.toNanos();
    }

    public synchronized Percentiles milliseconds() {
        return Percentiles.of(Arrays.stream(nanos, 0, count)
                .mapToDouble(n -> n / NANOS_PER_MILLI)
                .toArray());
    }
}
