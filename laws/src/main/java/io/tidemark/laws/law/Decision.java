package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.Optional;
import java.util.UUID;

/**
 * An operation that the server decided: once, and in this place.
 *
 * @param order of all decisions of the history, from 0
 * @param batch the batch's number, from 0
 */
record Decision(int order, int batch, Arrival arrival, LogEntry entry, Event.Saved saved) {
    OperationId id() {
        return entry.key().operation();
    }

    Operation operation() {
        return saved.operation();
    }

    EntityKey entity() {
        return operation().entity();
    }

    Outcome outcome() {
        return entry.outcome();
    }

    Optional<UUID> transaction() {
        return entry.transaction();
    }

    boolean is(Status status) {
        return outcome().status() == status;
    }

    boolean is(Reason reason) {
        return outcome().reason().filter(reason::equals).isPresent();
    }

    /** It took effect in the row, as it was meant or as the declaration says. */
    boolean tookEffect() {
        return is(Status.APPLIED) || is(Status.MERGED);
    }

    /** TX-1: what a transaction needs of each of its operations. */
    boolean holds() {
        return tookEffect() && !is(Reason.DELETE_SUPERSEDED);
    }

    /** Who stands in the log: a device as {@code subject:device}, or a client without a chain as {@code subject}. */
    String author() {
        return entry.subject() + entry.device().map(device -> ":" + device).orElse("");
    }

    @Override
    public String toString() {
        return "operation " + Names.of(id()) + " of " + saved.who();
    }
}
