package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.protocol.schema.RowForm;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * After an upgrade of the app: rows under the names of today's declaration, with the queue's operations laid over them
 * anew (AG-39). It runs in the transaction that opens the database, page by page.
 */
final class Upgrade {
    private static final int PAGE = 200;

    private final Session session;

    Upgrade(Session session) {
        this.session = session;
    }

    void to(EntityTypes types) throws SQLException {
        for (EntityType type : types.byName().values()) {
            boolean known = session.exists(UpgradeSql.IS_DECLARED, type.name(), type.schema());
            if (!known) {
                if (type.hasHistory()) {
                    bring(type);
                }
                session.update(UpgradeSql.DECLARE, type.name(), type.schema());
            }
        }
    }

    private void bring(EntityType type) throws SQLException {
        RowForm form = new RowForm(type, type.schema());
        for (UpgradeSql.Rows table : UpgradeSql.ROWS) {
            Row last = new Row("", new EntityKey(type.name(), ""), "", null, null);
            List<Row> page;
            do {
                page = session.list(
                        table.page(),
                        Row::read,
                        type.name(),
                        last.scope(),
                        last.entity().id(),
                        PAGE);
                for (Row row : page) {
                    adopt(table, row, form);
                    last = row;
                }
            } while (page.size() == PAGE);
        }
        ScopedEntity last = new ScopedEntity("", new EntityKey(type.name(), ""));
        List<ScopedEntity> queued;
        do {
            queued = session.list(
                    UpgradeSql.QUEUED,
                    ScopedEntity::read,
                    type.name(),
                    last.scope(),
                    last.entity().id(),
                    PAGE);
            for (ScopedEntity each : queued) {
                ViewRows.rebuild(session, each.scope(), each.entity());
                last = each;
            }
        } while (queued.size() == PAGE);
    }

    private record Row(
            String scope,
            EntityKey entity,
            String fields,
            @Nullable String sealed,
            @Nullable String conflict) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getString(1),
                    new EntityKey(row.getString(2), row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6));
        }
    }

    private void adopt(UpgradeSql.Rows table, Row row, RowForm form) throws SQLException {
        String scope = row.scope();
        EntityKey entity = row.entity();
        Optional<ConflictOrigin> conflict =
                Optional.ofNullable(row.conflict()).map(text -> StoredRow.conflict(session, scope, entity, text));
        CanonicalRow.Live before = new CanonicalRow.Live(
                entity, 1, 1, StoredRow.fields(session, scope, entity, row.fields(), row.sealed()), conflict);
        if (form.adopt(before) instanceof CanonicalRow.Live after && !after.equals(before)) {
            StoredRow anew = StoredRow.of(
                    session, scope, entity, after.fields(), after.conflict().orElse(null));
            session.update(
                    table.replace(), anew.fields(), anew.sealed(), anew.conflict(), scope, entity.type(), entity.id());
        }
    }
}
