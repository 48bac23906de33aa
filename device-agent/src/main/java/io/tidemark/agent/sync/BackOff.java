package io.tidemark.agent.sync;

import java.time.Duration;
import java.util.Optional;

/**
 * Exponential back-off with full jitter. All times are milliseconds of a monotonic clock, which no user can turn back.
 *
 * @param first the mean of the first wait is half of it
 * @param longest no computed wait is longer
 */
public record BackOff(long first, long longest) {
    /** However long a server asks to be left alone: nobody sleeps for a year. */
    public static final long LONGEST_RETRY_AFTER = Duration.ofMinutes(10).toMillis();

    /** Merging takes a moment; asking more often only fills the log with repetitions. */
    private static final long PENDING = 2_000;

    private static final int MOST_DOUBLINGS = 30;

    public BackOff {
        if (first < 1 || longest < first) {
            throw new IllegalArgumentException("a back-off begins above zero and does not shrink");
        }
    }

    /**
     * @param failures in a row before this one
     * @param dice from 0 inclusive to 1 exclusive
     */
    public long delay(int failures, double dice) {
        return (long) (dice * ceiling(first, failures));
    }

    /** For operations that are on their way: never sooner than half of the ceiling. */
    long pendingDelay(int failures, double dice) {
        double ceiling = ceiling(Math.min(PENDING, longest), failures);
        return (long) (ceiling / 2 + dice * ceiling / 2);
    }

    /** For how long the server is left alone. */
    static long quiet(Optional<Long> retryAfter) {
        return Math.clamp(retryAfter.orElse(0L), 0, LONGEST_RETRY_AFTER);
    }

    private double ceiling(long from, int failures) {
        return Math.min((double) longest, (double) from * Math.pow(2, Math.min(failures, MOST_DOUBLINGS)));
    }
}
