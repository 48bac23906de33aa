package io.tidemark.agent.store;

import io.tidemark.protocol.operation.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The end of a scope's queue, where operations join it. */
final class Chain {
    private Chain() {}

    /** @param sends how often it may have been sent before */
    static void append(Session session, String scope, Payload payload, int sends, Instant now) throws SQLException {
        Operation operation = payload.operation();
        int appended = session.update(
                QueueSql.ENQUEUE,
                operation.id().toString(),
                scope,
                operation.entity().type(),
                operation.entity().id(),
                payload.kind(),
                StoredPayload.seal(session, scope, payload),
                payload.fingerprint(),
                payload.bytes(),
                sends,
                now.toEpochMilli(),
                operation.transaction().map(part -> part.id().toString()).orElse(null));
        if (appended == 0) {
            throw new IllegalStateException("the agent does not follow this scope");
        }
    }

    /**
     * AG-31: the last operation of the queue, if it was never sent and is an edit of the same entity, becomes one with
     * this. It keeps its place in the chain; who asks for the old id is told of the new one.
     *
     * @return whether it did
     */
    static boolean squash(Session session, String scope, Operation operation, Drafts drafts) throws SQLException {
        Optional<Tail> tail = session.first(
                QueueSql.UNSENT_TAIL,
                Tail::read,
                scope,
                operation.entity().type(),
                operation.entity().id());
        Optional<Payload> both = tail.flatMap(
                        last -> StoredPayload.operation(session, scope, last.operation(), last.payload()))
                .flatMap(last -> Squash.of(last, operation))
                .map(Payload::of)
                .filter(drafts::isSound);
        if (tail.isEmpty() || both.isEmpty()) {
            return false;
        }
        replace(session, scope, tail.get().operation(), tail.get().ordinal(), both.get());
        session.update(QueueSql.COUNT_SQUASHED, scope);
        return true;
    }

    /** Another operation in the place of one that was never sent; who asks for the old id is told of the new one. */
    static void replace(Session session, String scope, String old, long place, Payload payload) throws SQLException {
        session.update(
                QueueSql.REPLACE,
                payload.operation().id().toString(),
                StoredPayload.seal(session, scope, payload),
                payload.fingerprint(),
                payload.bytes(),
                place);
        session.update(QueueSql.GOES_ON, old, place);
    }

    private record Tail(long ordinal, String operation, String payload) {
        static Tail read(ResultSet row) throws SQLException {
            return new Tail(row.getLong(1), row.getString(2), row.getString(3));
        }
    }
}
