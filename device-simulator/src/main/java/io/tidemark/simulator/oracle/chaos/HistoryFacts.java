package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.oracle.AcceptedEdit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A history with the look-ups that the rules need, as {@link HistoryWalk} makes them. Of a row that was read only its
 * place is here: so much for each line, and no more.
 *
 * @param edits every accepted one, in the order of each device, under the ids that they were saved with
 * @param unanswered edits that were asked for, and of which no answer is known
 * @param told what answers said of an operation's outcome
 * @param promised operations that some answer called pending or decided
 * @param reads of each reader in the order in which their answers came
 * @param returns values that came back to a screen
 * @param looks how many values on screens were looked at for {@code returns}
 * @param faults how many of each kind
 */
public record HistoryFacts(
        List<AcceptedEdit> edits,
        long unanswered,
        Map<OperationId, Set<Said>> told,
        Set<OperationId> promised,
        Map<Reader, List<Read>> reads,
        List<Return> returns,
        long looks,
        Map<String, Integer> faults,
        long entries) {

    /** One outcome, as it was told in one epoch. */
    record Said(String epoch, Outcome outcome) {}

    record Reader(String device, String scope) {}

    /** @param cursor of the request; empty for the start of the feed */
    record Read(Optional<String> cursor, Entry.Page page) {}

    /**
     * A value that its author had replaced, and then had on the screen again.
     *
     * @param replacedBy the edit that had taken its place
     * @param seenIn what was on the screen, as the author made this edit
     */
    record Return(String device, String scope, String what, OperationId replacedBy, OperationId seenIn) {}
}
