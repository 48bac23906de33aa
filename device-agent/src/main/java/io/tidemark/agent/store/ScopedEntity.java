package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import java.sql.ResultSet;
import java.sql.SQLException;

/** An entity of one of the scopes in the database. */
record ScopedEntity(String scope, EntityKey entity) {
    /** A row that begins with scope, type and id. */
    static ScopedEntity read(ResultSet row) throws SQLException {
        return new ScopedEntity(row.getString(1), new EntityKey(row.getString(2), row.getString(3)));
    }
}
