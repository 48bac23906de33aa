package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;

/** The rows that the app reads: canonical rows with the pending operations laid over them (AG-13). */
final class ViewRows {
    private ViewRows() {}

    static Optional<SortedMap<String, Json>> visible(Session session, String scope, EntityKey entity)
            throws SQLException {
        return session.first(
                Sql.VISIBLE_FIELDS, row -> Stored.fields(row.getString(1)), scope, entity.type(), entity.id());
    }

    static void put(Session session, String scope, EntityKey entity, Optional<SortedMap<String, Json>> fields)
            throws SQLException {
        if (fields.isPresent()) {
            String text = CanonicalJson.write(new Json.Obj(fields.get()));
            session.update(Sql.SHOW, scope, entity.type(), entity.id(), text);
        } else {
            session.update(Sql.HIDE, scope, entity.type(), entity.id());
        }
    }

    /** Folds what stands and what is pending. A rejected operation is a dead letter, and shows no more. */
    static void rebuild(Session session, String scope, EntityKey entity) throws SQLException {
        Optional<SortedMap<String, Json>> fields = session.first(
                Sql.CANONICAL_FIELDS, row -> Stored.fields(row.getString(1)), scope, entity.type(), entity.id());
        for (String payload :
                session.list(Sql.PENDING_OF_ENTITY, row -> row.getString(1), scope, entity.type(), entity.id())) {
            fields = Overlay.lay(fields, Stored.operation(payload));
        }
        put(session, scope, entity, fields);
    }
}
