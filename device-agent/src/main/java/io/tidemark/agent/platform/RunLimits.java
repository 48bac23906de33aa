package io.tidemark.agent.platform;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How much one run may do.
 *
 * @param operations to send; the last batch may go beyond it by the rest of a transaction
 * @param time for all of it; requests under way at its end are left alone, and nothing is lost with them
 * @param patience a wait of the queue that ends within it is waited for
 * @param stop asked between batches, and every quarter of a second: whether to end now
 */
public record RunLimits(int operations, Duration time, Duration patience, BooleanSupplier stop) {
    private static final int MANY = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    public RunLimits {
        if (operations < 1 || time.isNegative() || time.isZero() || patience.isNegative()) {
            throw new IllegalArgumentException("a run has at least one operation and some time");
        }
    }

    /** 10,000 operations, and waits of up to 3 s. */
    public static RunLimits of(Duration time) {
        return new RunLimits(MANY, time, PATIENCE, () -> false);
    }

    public RunLimits operations(int most) {
        return new RunLimits(most, time, patience, stop);
    }

    public RunLimits patience(Duration longest) {
        return new RunLimits(operations, time, longest, stop);
    }

    public RunLimits stoppedBy(BooleanSupplier signal) {
        return new RunLimits(operations, time, patience, signal);
    }
}
