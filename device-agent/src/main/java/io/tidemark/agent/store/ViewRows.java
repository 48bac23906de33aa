package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import java.sql.SQLException;
import java.util.Optional;
import java.util.SortedMap;

/** The rows that the app reads: canonical rows with the pending operations laid over them (AG-13). */
final class ViewRows {
    private ViewRows() {}

    static Optional<VisibleRow> visible(Session session, String scope, EntityKey entity) throws SQLException {
        return session.first(RowSql.VISIBLE_ROW, reader(session, scope), scope, entity.type(), entity.id());
    }

    static Session.RowReader<VisibleRow> reader(Session session, String scope) {
        return row -> {
            EntityKey entity = new EntityKey(row.getString(1), row.getString(2));
            return new VisibleRow(
                    entity,
                    row.getLong(3),
                    StoredRow.fields(session, scope, entity, row.getString(4), row.getString(7)),
                    Optional.ofNullable(row.getString(5))
                            .map(conflict -> StoredRow.conflict(session, scope, entity, conflict)),
                    row.getBoolean(6));
        };
    }

    static void put(Session session, String scope, EntityKey entity, Optional<SortedMap<String, Json>> fields)
            throws SQLException {
        session.touch(scope, entity.type());
        if (fields.isPresent()) {
            StoredRow row = StoredRow.of(session, scope, entity, fields.get(), null);
            session.update(RowSql.SHOW, scope, entity.type(), entity.id(), row.fields(), row.sealed());
        } else {
            session.update(RowSql.HIDE, scope, entity.type(), entity.id());
        }
    }

    static Optional<SortedMap<String, Json>> canonical(Session session, String scope, EntityKey entity)
            throws SQLException {
        return session.first(
                RowSql.CANONICAL_FIELDS,
                row -> StoredRow.fields(session, scope, entity, row.getString(1), row.getString(2)),
                scope,
                entity.type(),
                entity.id());
    }

    /** Folds what stands and what is pending. A rejected operation is a dead letter, and shows no more. */
    static void rebuild(Session session, String scope, EntityKey entity) throws SQLException {
        Laid laid = new Laid(canonical(session, scope, entity));
        session.each(
                RowSql.PENDING_OF_ENTITY,
                row -> laid.lay(session, scope, row.getString(1), row.getString(2), row.getBoolean(3)),
                scope,
                entity.type(),
                entity.id());
        put(session, scope, entity, laid.fields());
    }
}
