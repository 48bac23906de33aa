package io.tidemark.mergeservice.lane;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to keep still after trouble: exponential, half of it random, capped.
 *
 * @param failures in a row, 0 if there is no trouble
 */
record Backoff(int failures) {
    static final Backoff NONE = new Backoff(0);
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int DOUBLINGS = 6;

    Backoff afterFailure() {
        return new Backoff(Math.min(failures + 1, Integer.MAX_VALUE - 1));
    }

    Duration delay(RandomGenerator random) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        long exponential = FIRST.toMillis() << Math.min(failures - 1, DOUBLINGS);
        long capped = Math.min(exponential, LONGEST.toMillis());
        return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
    }
}
