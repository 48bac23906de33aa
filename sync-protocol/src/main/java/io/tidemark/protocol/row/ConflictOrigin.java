package io.tidemark.protocol.row;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

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
 * @param transaction the transaction that did not hold; empty if the operation stood alone
 * @param edited whether somebody has changed the copy since: then no later operation joins it
 * @param madeAt when a gateway put the operation on the log, to the millisecond; for people, and nothing is decided by
 *     it. Empty for a copy that was made before this was kept
 */
public record ConflictOrigin(
        String of,
        String author,
        OperationId operation,
        Reason reason,
        SortedMap<String, SeenValue> seen,
        SortedMap<String, Json> theirs,
        Optional<UUID> transaction,
        boolean edited,
        Optional<Instant> madeAt) {
    public ConflictOrigin {
        seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
        theirs = Collections.unmodifiableSortedMap(new TreeMap<>(theirs));
        madeAt = madeAt.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** With further fields that the same transaction lost. */
    public ConflictOrigin with(Map<String, SeenValue> moreSeen, Map<String, Json> moreTheirs) {
        TreeMap<String, SeenValue> allSeen = new TreeMap<>(moreSeen);
        allSeen.putAll(seen);
        TreeMap<String, Json> allTheirs = new TreeMap<>(moreTheirs);
        allTheirs.putAll(theirs);
        return new ConflictOrigin(of, author, operation, reason, allSeen, allTheirs, transaction, edited, madeAt);
    }

    /** The same copy, in other words. */
    public ConflictOrigin inOtherWords(SortedMap<String, SeenValue> otherSeen, SortedMap<String, Json> otherTheirs) {
        return new ConflictOrigin(of, author, operation, reason, otherSeen, otherTheirs, transaction, edited, madeAt);
    }

    public ConflictOrigin afterEdit() {
        return edited
                ? this
                : new ConflictOrigin(of, author, operation, reason, seen, theirs, transaction, true, madeAt);
    }

    public ConflictOrigin at(Instant time) {
        return new ConflictOrigin(of, author, operation, reason, seen, theirs, transaction, edited, Optional.of(time));
    }
}
