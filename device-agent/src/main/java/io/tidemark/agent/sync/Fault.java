package io.tidemark.agent.sync;

import io.tidemark.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;

/** A request that brought no answer of ours. Only {@link Refused} can ever cost an operation something. */
public sealed interface Fault {
    /**
     * Waiting, for weeks if need be.
     *
     * @param retryAfter so long the server asked to be left alone
     */
    record Transient(WaitReason reason, Optional<Duration> retryAfter) implements Fault {}

    /** A problem of our own registry about the request as a whole: the same request can never succeed. */
    record Refused(ProblemType problem) implements Fault {}

    /** The cursor is of no use any more: the feed is to be taken from the start. */
    record Resync(ProblemType problem) implements Fault {}

    /** There is no such scope for this subject: not yet, or not any more. */
    record NoAccess() implements Fault {}

    static Transient because(WaitReason reason) {
        return new Transient(reason, Optional.empty());
    }
}
