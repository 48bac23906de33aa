package io.tidemark.agent.sync;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.PushAnswer;

/** What happens to a scope. Both lanes hear every event. */
public sealed interface Event {
    /** An operation was committed to the queue, by {@code save}, {@code delete} or the retry of a dead letter. */
    record Saved() implements Event {}

    /** The app wants it now. */
    record SyncRequested() implements Event {}

    record Connectivity(boolean online) implements Event {}

    /** Time has passed; which lane is due, its own state says. */
    record Tick() implements Event {}

    /** The store had nothing to push. */
    record NothingToPush() implements Event {}

    record PushAnswered(Window window, PushAnswer answer) implements Event {}

    record PushFailed(Window window, Fault fault) implements Event {}

    /** The outcomes of an answer are committed: the feed has moved. */
    record OutcomesStored() implements Event {}

    record PageArrived(Reader reader, ChangesPage page) implements Event {}

    record PullFailed(Reader reader, Fault fault) implements Event {}

    /**
     * A checkpoint is committed.
     *
     * @param outcomesMissing it passed operations whose outcome the device does not know
     */
    record Applied(boolean outcomesMissing) implements Event {}

    /** An instruction of that lane met a broken store; those after it were dropped. */
    record StoreFailed(Lane lane) implements Event {}

    /** The two things that a scope does, neither of which waits for the other. */
    enum Lane {
        PUSH,
        PULL
    }
}
