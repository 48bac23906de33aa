package io.tidemark.merge.batch;

import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * An operation's outcome before positions are known.
 *
 * @param touched the rows whose positions it waits for
 * @param fates what became of its fields; of one that was decided before none
 */
record Decided(Outcome outcome, List<RowKey> touched, SortedMap<String, FieldFate> fates) {
    static Decided rejected(Reason reason) {
        return known(Outcome.rejected(reason));
    }

    /** Nothing is to be told of its fields. */
    static Decided known(Outcome outcome) {
        return new Decided(outcome, List.of(), Collections.emptySortedMap());
    }
}
