package io.tidemark.agent.store;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;

/** The end of a scope's queue, where operations join it. */
final class Chain {
    private Chain() {}

    /** The payload's text is made here, once, and never again (AG-4). */
    static void append(Session session, String scope, Operation operation, Instant now) throws SQLException {
        String payload = CanonicalJson.write(OperationCodec.payload(operation));
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        Link link = session.first(QueueSql.CHAIN_END, row -> new Link(row.getLong(1) + 1, row.getLong(2)), scope)
                .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope"));
        session.update(
                QueueSql.ENQUEUE,
                operation.id().toString(),
                scope,
                operation.entity().type(),
                operation.entity().id(),
                kind(operation),
                payload,
                ContentHash.of(bytes).text(),
                bytes.length,
                link.sequence(),
                link.previous(),
                now.toEpochMilli());
        session.update(QueueSql.EXTEND_CHAIN, link.sequence(), scope);
    }

    private static String kind(Operation operation) {
        return switch (operation) {
            case Operation.Upsert ignored -> "upsert";
            case Operation.Delete ignored -> "delete";
        };
    }
}
