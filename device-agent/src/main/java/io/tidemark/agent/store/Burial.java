package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Queued operations that become dead letters: they show no more. */
final class Burial {
    private Burial() {}

    /** What of a queued operation goes into its dead letter. */
    record Body(String id, String payload, @Nullable String transaction, long ordinal, EntityKey entity) {
        /** A row of the operation's id, payload, transaction, ordinal, type and entity. */
        static Body read(ResultSet row) throws SQLException {
            return new Body(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getLong(4),
                    new EntityKey(row.getString(5), row.getString(6)));
        }
    }

    /**
     * The letter alone; whether the operation leaves the queue, and when its entity is laid anew, is the caller's.
     *
     * @param decided whether the refusal is the operation's outcome
     */
    static void bury(Session session, String scope, Body body, String reason, boolean decided, Instant now)
            throws SQLException {
        session.update(
                DeadLetterSql.BURY,
                body.id(),
                scope,
                body.payload(),
                reason,
                decided ? 1 : 0,
                now.toEpochMilli(),
                body.transaction(),
                body.ordinal(),
                body.entity().type(),
                body.entity().id());
    }
}
