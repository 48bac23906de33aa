package io.tidemark.agent.platform;

import io.tidemark.agent.sync.WaitReason;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param sent operations, each as often as it was sent
 * @param waiting why edits still wait, if they do
 * @param next after which time another run is of use to them; empty if none wait
 */
public record RunReport(Ending ending, int sent, WaitReason waiting, Optional<Duration> next) {
    /** Why it ended. */
    public enum Ending {
        /** There was nothing more to do, or only something to wait for. */
        IDLE,
        /** Its operations were used up. */
        OPERATIONS,
        /** Its time was used up. */
        TIME,
        STOPPED,
        /** The constraints do not hold, or the network went away. */
        HINDERED,
        /** Another one goes on; this one did nothing. */
        ALREADY_RUNNING,
        CLOSED
    }

    /** Whether nothing waits in any queue. */
    public boolean isDrained() {
        return next.isEmpty() && ending == Ending.IDLE;
    }
}
