package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.EntityKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the app reads. */
public final class Rows {
    private final Database database;
    private final EntityTypes types;

    public Rows(Database database, EntityTypes types) {
        this.database = database;
        this.types = types;
    }

    public Optional<VisibleRow> get(String scope, EntityKey entity) {
        return database.read(session -> ViewRows.visible(session, scope, entity));
    }

    /** @throws IllegalArgumentException if the query names a field that its type does not declare */
    public void check(Query query) {
        QueryText.of("", query, types, database.vault());
    }

    /** @throws IllegalArgumentException if the query names a field that its type does not declare */
    public List<VisibleRow> query(String scope, Query query) {
        QueryText text = QueryText.of(scope, query, types, database.vault());
        return database.read(session -> session.list(
                text.sql(), ViewRows.reader(session, scope), text.arguments().toArray()));
    }

    public List<VisibleRow> conflictCopies(String scope) {
        return database.read(session -> session.list(RowSql.CONFLICT_COPIES, ViewRows.reader(session, scope), scope));
    }

    public QueueFigures figures(String scope) {
        return database.read(session -> session.first(
                        StateSql.FIGURES,
                        row -> new QueueFigures(
                                row.getLong(1),
                                row.getLong(2),
                                instant(row, 3),
                                row.getLong(4),
                                Optional.ofNullable(row.getString(5)).map(Stored::outcome),
                                instant(row, 6),
                                row.getLong(7),
                                row.getLong(8),
                                row.getLong(9)),
                        scope)
                .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope")));
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
