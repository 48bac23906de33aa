package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The rows that the app reads: canonical rows with the pending operations laid over them (AG-13). */
final class ViewRows {
    private ViewRows() {}

    static Optional<VisibleRow> visible(Session session, String scope, EntityKey entity) throws SQLException {
        return session.first(RowSql.VISIBLE_ROW, ViewRows::read, scope, entity.type(), entity.id());
    }

    static VisibleRow read(ResultSet row) throws SQLException {
        return new VisibleRow(
                new EntityKey(row.getString(1), row.getString(2)),
                row.getLong(3),
                Stored.fields(row.getString(4)),
                Optional.ofNullable(row.getString(5)).map(Stored::conflict),
                row.getBoolean(6));
    }

    static void put(Session session, String scope, EntityKey entity, Optional<SortedMap<String, Json>> fields)
            throws SQLException {
        session.touch(scope, entity.type());
        if (fields.isPresent()) {
            String text = CanonicalJson.write(new Json.Obj(fields.get()));
            session.update(RowSql.SHOW, scope, entity.type(), entity.id(), text);
        } else {
            session.update(RowSql.HIDE, scope, entity.type(), entity.id());
        }
    }

    static Optional<SortedMap<String, Json>> canonical(Session session, String scope, EntityKey entity)
            throws SQLException {
        return session.first(
                RowSql.CANONICAL_FIELDS, row -> Stored.fields(row.getString(1)), scope, entity.type(), entity.id());
    }

    /** Folds what stands and what is pending. A rejected operation is a dead letter, and shows no more. */
    static void rebuild(Session session, String scope, EntityKey entity) throws SQLException {
        Optional<SortedMap<String, Json>> fields = canonical(session, scope, entity);
        List<Pending> pending =
                session.list(RowSql.PENDING_OF_ENTITY, Pending::read, scope, entity.type(), entity.id());
        for (Pending each : pending) {
            fields = each.resent() ? Resent.lay(fields, each.operation()) : Overlay.lay(fields, each.operation());
        }
        put(session, scope, entity, fields);
    }

    private record Pending(Operation operation, boolean resent) {
        static Pending read(ResultSet row) throws SQLException {
            return new Pending(Stored.operation(row.getString(1)), row.getBoolean(2));
        }
    }
}
