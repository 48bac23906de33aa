package io.tidemark.agent.sync;

import java.time.Duration;

/**
 * What of a feed is shown (AG-11): rows of one moment, at a checkpoint; or what there is, after {@link #PATIENCE}
 * without one.
 *
 * @param unshown since when there are pages without a checkpoint; {@code Long.MAX_VALUE} if there are none
 * @param torn whether what is shown is not of one moment
 */
record Showing(long unshown, boolean torn) {
    /** So long a reader waits for a checkpoint before he shows what he has. */
    static final long PATIENCE = Duration.ofSeconds(30).toMillis();

    static final long NONE = Long.MAX_VALUE;

    /** A checkpoint: all of it, and of one moment. */
    static final Showing WHOLE = new Showing(NONE, false);

    boolean isWhole() {
        return unshown == NONE;
    }

    boolean isLate(Moment moment) {
        return !isWhole() && moment.now() - unshown >= PATIENCE;
    }

    /** A page without a checkpoint. */
    Showing part(Moment moment) {
        if (isLate(moment)) {
            return new Showing(moment.now(), true);
        }
        return new Showing(Math.min(unshown, moment.now()), torn);
    }

    /** The feed is read from its start: what was staged is not waited for any more. */
    Showing anew() {
        return new Showing(NONE, torn);
    }
}
