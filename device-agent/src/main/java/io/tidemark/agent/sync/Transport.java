package io.tidemark.agent.sync;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import java.util.Optional;

/**
 * The way to the server. Calls block, for a bounded time, and never throw for what a network does: whatever is not the
 * server's own well-formed answer is a {@link Fault}.
 */
public interface Transport {
    PushReply push(String scope, Push push);

    /** @param cursor empty for the start of the feed */
    PullReply pull(String scope, Optional<String> cursor, String device);

    /** What came of a push. */
    sealed interface PushReply {
        record Answered(PushAnswer answer) implements PushReply {}

        record Failed(Fault fault) implements PushReply {}
    }

    /** What came of a pull. */
    sealed interface PullReply {
        record Page(ChangesPage page) implements PullReply {}

        record Failed(Fault fault) implements PullReply {}
    }
}
