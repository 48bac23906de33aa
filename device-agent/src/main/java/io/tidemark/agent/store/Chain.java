package io.tidemark.agent.store;

import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import java.sql.SQLException;
import java.time.Instant;

/** The end of a scope's queue, where operations join it. */
final class Chain {
    private Chain() {}

    /** @param sends how often it may have been sent before */
    static void append(Session session, String scope, Payload payload, int sends, Instant now) throws SQLException {
        Operation operation = payload.operation();
        Link link = session.first(QueueSql.CHAIN_END, row -> new Link(row.getLong(1) + 1, row.getLong(2)), scope)
                .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope"));
        session.update(
                QueueSql.ENQUEUE,
                operation.id().toString(),
                scope,
                operation.entity().type(),
                operation.entity().id(),
                payload.kind(),
                payload.text(),
                payload.fingerprint(),
                payload.bytes(),
                link.sequence(),
                link.previous(),
                sends,
                now.toEpochMilli(),
                operation.transaction().map(part -> part.id().toString()).orElse(null));
        session.update(QueueSql.EXTEND_CHAIN, link.sequence(), scope);
    }
}
