package io.tidemark.agent;

import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a scope stands.
 *
 * @param depth operations in the queue: without an outcome, or not yet passed by the feed
 * @param undecided those that have no outcome yet
 * @param oldestPendingAge since the oldest of the queue was saved, by the device's own time line: no wall clock that is set
 *     anew makes it jump
 * @param deadLetters that wait for the user
 * @param lastOutcome the latest that arrived
 * @param lastPull when rows were last brought up to the server's head
 * @param position of that head
 * @param online what the app said of connectivity
 * @param waiting why the queue, or else the pull, waits
 */
public record SyncStatus(
        long depth,
        long undecided,
        Optional<Duration> oldestPendingAge,
        long deadLetters,
        Optional<Outcome> lastOutcome,
        Optional<Instant> lastPull,
        long position,
        boolean online,
        WaitReason waiting) {
    /** Whether everything that was saved is on the server and back. */
    public boolean isSynced() {
        return depth == 0;
    }

    static Duration age(Instant saved, Instant now) {
        Duration age = Duration.between(saved, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    boolean isSameButForAge(SyncStatus other) {
        return withoutAge().equals(other.withoutAge());
    }

    private SyncStatus withoutAge() {
        return new SyncStatus(
                depth, undecided, Optional.empty(), deadLetters, lastOutcome, lastPull, position, online, waiting);
    }
}
