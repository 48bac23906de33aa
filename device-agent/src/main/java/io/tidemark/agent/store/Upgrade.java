package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.schema.RowForm;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

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
            PlacedRow last = PlacedRow.before(type.name());
            List<PlacedRow> page;
            do {
                page = session.list(
                        table.page(),
                        PlacedRow::read,
                        type.name(),
                        last.scope(),
                        last.entity().id(),
                        PAGE);
                for (PlacedRow row : page) {
                    adopt(table, row, form);
                    last = row;
                }
            } while (page.size() == PAGE);
        }
        QueuedEntities.rebuildOfType(session, type.name());
    }

    private void adopt(UpgradeSql.Rows table, PlacedRow row, RowForm form) throws SQLException {
        String scope = row.scope();
        EntityKey entity = row.entity();
        CanonicalRow.Live before =
                new CanonicalRow.Live(entity, 1, 1, row.fields(session), Optional.ofNullable(row.conflict(session)));
        if (form.adopt(before) instanceof CanonicalRow.Live after && !after.equals(before)) {
            StoredRow anew = StoredRow.of(
                    session, scope, entity, after.fields(), after.conflict().orElse(null));
            row.replace(session, table.replace(), anew);
        }
    }
}
