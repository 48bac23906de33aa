package io.tidemark.agent.store;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the queue on its way out.
 *
 * @param sends how often it has been sent before
 */
record PrefixEntry(long ordinal, Slot slot, String payload, String fingerprint, int sends) {

    /** A row of {@link QueueSql#UNDECIDED_UP_TO}. */
    static PrefixEntry read(ResultSet row) throws SQLException {
        OperationId id = OperationId.parse(row.getString(1))
                .orElseThrow(() -> new StoreFailure("the queue holds an id that is none", null));
        Slot slot = new Slot(
                id,
                row.getLong(3),
                row.getLong(4),
                row.getInt(6),
                Optional.ofNullable(row.getString(7)).map(UUID::fromString));
        return new PrefixEntry(row.getLong(8), slot, row.getString(2), row.getString(9), row.getInt(5));
    }

    /** Never sent, and alone. */
    boolean isNew() {
        return sends == 0 && slot.transaction().isEmpty();
    }

    /** @param anew what goes in its place */
    PrefixEntry with(Session session, String scope, Payload anew) {
        OperationId id = anew.operation().id();
        return new PrefixEntry(
                ordinal,
                new Slot(id, slot.sequence(), slot.previous(), slot.refusals()),
                StoredPayload.seal(session, scope, anew),
                anew.fingerprint(),
                sends);
    }

    /** Empty if it is not what was saved: it must not go under this id. */
    Optional<Payload> sound(Session session, String scope) {
        return StoredPayload.read(session, scope, slot.operation().toString(), payload)
                .filter(kept -> kept.fingerprint().equals(fingerprint));
    }

    /** The payload as it was made, in today's envelope. */
    Json wire(Session session, String scope, TraceParents traces) {
        Link link = new Link(slot.sequence(), slot.previous());
        String plain = StoredPayload.open(session, scope, slot.operation().toString(), payload);
        Envelope envelope = new Envelope(Optional.of(link), sends + 1, Optional.of(traces.of(slot.operation())));
        return OperationCodec.write(Stored.object(plain), envelope);
    }
}
