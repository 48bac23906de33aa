package io.tidemark.agent.sync;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.problem.ProblemType;

/** What happens to a scope. Both lanes hear every event. */
public sealed interface Event {
    /** An operation was committed to the queue, by {@code save}, {@code delete} or the retry of a dead letter. */
    record Saved() implements Event {}

    /** The user wants it now: he has come back to the app, or has asked for it. */
    record SyncRequested() implements Event {}

    /**
     * What the device's surroundings allow.
     *
     * @param reason why no request may begin; {@code NONE} if they may. What is under way goes on
     */
    record Hindrance(WaitReason reason) implements Event {}

    /** Time has passed; which lane is due, its own state says. */
    record Tick() implements Event {}

    /** The store had nothing to push. */
    record NothingToPush() implements Event {}

    record PushAnswered(Window window, PushAnswer answer) implements Event {}

    record PushFailed(Window window, Fault fault) implements Event {}

    /** The server was asked for the outcome of what it had refused to take, and knows of none. */
    record OutcomeUnknown(Window window, ProblemType problem) implements Event {}

    /** The outcomes of an answer are committed: the feed has moved. */
    record OutcomesStored() implements Event {}

    /**
     * @param ticket of the {@link Instruction.Fetch} that asked for it
     * @param held whether the server knows how to hold an answer back until there is something new
     */
    record PageArrived(long ticket, Reader reader, ChangesPage page, boolean held) implements Event {}

    /** @param ticket of the {@link Instruction.Fetch} that asked for it */
    record PullFailed(long ticket, Reader reader, Fault fault) implements Event {}

    /**
     * A checkpoint is committed.
     *
     * @param outcomesMissing it passed operations whose outcome the device does not know
     */
    record Applied(boolean outcomesMissing) implements Event {}

    /**
     * An instruction of that lane met a broken store; those after it were dropped.
     *
     * @param reason {@code STORE_FAILED}, or {@code KEY_MISSING} if all that it lacks is a key
     */
    record StoreFailed(Lane lane, WaitReason reason) implements Event {
        public StoreFailed(Lane lane) {
            this(lane, WaitReason.STORE_FAILED);
        }
    }

    /** The two things that a scope does, neither of which waits for the other. */
    enum Lane {
        PUSH,
        PULL
    }
}
