package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.ConflictOrigin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A row of any scope as a table holds it, for what walks through all of them: upgrades and new keys. */
record PlacedRow(String scope, EntityKey entity, StoredRow stored) {
    /** Of the columns scope, type, id, fields, sealed and conflict. */
    static PlacedRow read(ResultSet row) throws SQLException {
        return new PlacedRow(
                row.getString(1),
                new EntityKey(row.getString(2), row.getString(3)),
                new StoredRow(row.getString(4), row.getString(5), row.getString(6)));
    }

    /** Before the first of that type. */
    static PlacedRow before(String type) {
        return new PlacedRow("", new EntityKey(type, ""), new StoredRow("", null, null));
    }

    SortedMap<String, Json> fields(Session session) {
        return StoredRow.fields(session, scope, entity, stored.fields(), stored.sealed());
    }

    @Nullable
    ConflictOrigin conflict(Session session) {
        String conflict = stored.conflict();
        return conflict == null ? null : StoredRow.conflict(session, scope, entity, conflict);
    }

    /** @param statement that takes fields, sealed, conflict, scope, type and id */
    void replace(Session session, String statement, StoredRow anew) throws SQLException {
        session.update(statement, anew.fields(), anew.sealed(), anew.conflict(), scope, entity.type(), entity.id());
    }
}
