package io.tidemark.merge.batch;

import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import java.util.List;

/**
 * An operation's outcome before positions are known.
 *
 * @param touched the rows whose positions it waits for
 */
record Decided(Outcome outcome, List<RowKey> touched) {
    static Decided rejected(Reason reason) {
        return new Decided(Outcome.rejected(reason), List.of());
    }
}
