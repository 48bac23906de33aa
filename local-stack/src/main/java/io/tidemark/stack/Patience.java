package io.tidemark.stack;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a part that died is started again: at once after a good run, then 0.2 s, doubled up to 5 s;
 * after {@value #LIMIT} short runs in a row never. Not thread-safe.
 */
final class Patience {
    static final int LIMIT = 10;
    private static final Duration GOOD_RUN = Duration.ofSeconds(60);
    private static final long FIRST_MS = 200;
    private static final long LONGEST_MS = 5_000;

    private int shortRuns;

    /** The pause before the next start; empty means that it is not worth another. */
    Optional<Duration> afterRunOf(Duration run) {
        if (run.compareTo(GOOD_RUN) >= 0) {
            shortRuns = 0;
            return Optional.of(Duration.ZERO);
        }
        shortRuns++;
        if (shortRuns >= LIMIT) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.min(LONGEST_MS, FIRST_MS << (shortRuns - 1))));
    }
}
