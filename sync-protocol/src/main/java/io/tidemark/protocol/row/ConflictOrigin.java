package io.tidemark.protocol.row;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What makes a row a conflict copy. The copy's own fields are "ours": the values that could not be merged.
 *
 * @param of the id of the entity, of the same type and scope, that the values were meant for
 * @param author the subject and his device that wrote them, as {@code subject:device}, each with {@code %} and
 *     {@code :} percent-encoded
 * @param operation the first operation of the chain that lost
 * @param reason why
 * @param seen what the author had seen, for each field that lost
 * @param theirs what stood in the row when the copy was made; an absent field is left out
 * @param edited whether somebody has changed the copy since: then no later operation joins it
 */
public record ConflictOrigin(
        String of,
        String author,
        OperationId operation,
        Reason reason,
        SortedMap<String, SeenValue> seen,
        SortedMap<String, Json> theirs,
        boolean edited) {
    public ConflictOrigin {
        seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
        theirs = Collections.unmodifiableSortedMap(new TreeMap<>(theirs));
    }

    /** The same copy, in other words. */
    public ConflictOrigin with(SortedMap<String, SeenValue> otherSeen, SortedMap<String, Json> otherTheirs) {
        return new ConflictOrigin(of, author, operation, reason, otherSeen, otherTheirs, edited);
    }

    public ConflictOrigin afterEdit() {
        return edited ? this : new ConflictOrigin(of, author, operation, reason, seen, theirs, true);
    }
}
