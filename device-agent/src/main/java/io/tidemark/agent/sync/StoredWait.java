package io.tidemark.agent.sync;

import java.time.Duration;

/**
 * A wait that an earlier run stored, as today's clock sees it. The clock may have jumped in between, so it is believed
 * only where it can be true; elsewhere the wait begins anew, which neither hurries nor freezes anything.
 *
 * @param delay milliseconds until the queue goes on; below zero when that time has passed
 * @param quiet milliseconds until the server's silence is over; below zero when it is
 * @param failures in a row before it
 */
public record StoredWait(long delay, long quiet, int failures, WaitReason reason) {
    /** Whoever has been away for longer loses nothing by one more short wait. */
    private static final long LONGEST_ABSENCE = Duration.ofDays(7).toMillis();

    public static final StoredWait NONE = new StoredWait(0, 0, 0, WaitReason.NONE);

    PushLane.Phase phase(Moment moment, BackOff backOff) {
        if (failures == 0) {
            return new PushLane.Phase.Waiting(moment.now(), moment.now(), WaitReason.NONE);
        }
        long longest = Math.max(backOff.longest(), BackOff.LONGEST_RETRY_AFTER);
        boolean isPlausible = delay >= -LONGEST_ABSENCE && delay <= longest && quiet <= delay;
        long left = isPlausible ? Math.max(delay, 0) : backOff.delay(failures, moment.dice());
        long silence = isPlausible ? Math.max(quiet, 0) : 0;
        return new PushLane.Phase.Waiting(moment.now() + left, moment.now() + silence, reason);
    }
}
