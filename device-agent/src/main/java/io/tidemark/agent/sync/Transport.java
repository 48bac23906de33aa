package io.tidemark.agent.sync;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way to the server. Calls block, for a bounded time, and never throw for what a network does: whatever is not the
 * server's own well-formed answer is a {@link Fault}. One that takes too long or breaks off is {@code BROKE_OFF}, and
 * the next carries less. An interrupt ends them early, with a fault; it comes when a call takes longer than three times
 * the agent's {@code requestTimeout}, the hold of a pull apart, and what such a call still brings is not heard.
 */
public interface Transport {
    PushReply push(String scope, Push push);

    /**
     * @param cursor empty for the start of the feed
     * @param limit rows of the page, 1 to 500; about, for the server decides
     * @param hold for so long the server may wait for something new; zero: not at all
     */
    PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold);

    /** What the server says of operations that it may have decided, each in a request of its own. */
    AskReply ask(String scope, List<OperationId> operations);

    /** Nothing more will be asked: what is open may end. Requests under way may fail. */
    default void close() {}

    /** What came of a push. */
    sealed interface PushReply {
        record Answered(PushAnswer answer) implements PushReply {}

        record Failed(Fault fault) implements PushReply {}
    }

    /** What came of a pull. */
    sealed interface PullReply {
        /** @param held whether the server says that it would have held the answer back */
        record Page(ChangesPage page, boolean held) implements PullReply {}

        record Failed(Fault fault) implements PullReply {}
    }

    /** What came of a question. */
    sealed interface AskReply {
        /** All of them are decided. */
        record Answered(PushAnswer answer) implements AskReply {}

        /** At least one of them is not known. */
        record Unknown() implements AskReply {}

        record Failed(Fault fault) implements AskReply {}
    }
}
