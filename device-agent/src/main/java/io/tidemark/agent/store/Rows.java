package io.tidemark.agent.store;

import io.tidemark.protocol.operation.EntityKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the app reads. */
public final class Rows {
    private final Database database;

    public Rows(Database database) {
        this.database = database;
    }

    public Optional<VisibleRow> get(String scope, EntityKey entity) {
        return database.read(session -> ViewRows.visible(session, scope, entity));
    }

    /** All of a type, conflict copies among them, in the order of their ids. */
    public List<VisibleRow> ofType(String scope, String type) {
        return database.read(session -> session.list(RowSql.VISIBLE_ROWS_OF_TYPE, ViewRows::read, scope, type));
    }

    public List<VisibleRow> conflictCopies(String scope) {
        return database.read(session -> session.list(RowSql.CONFLICT_COPIES, ViewRows::read, scope));
    }

    public QueueFigures figures(String scope) {
        return database.read(session -> {
            Queue queue = session.first(
                            StateSql.QUEUE_FIGURES,
                            row -> new Queue(row.getLong(1), row.getLong(2), instant(row, 3)),
                            scope)
                    .orElseThrow();
            return session.first(
                            StateSql.SCOPE_FIGURES,
                            row -> new QueueFigures(
                                    queue.depth(),
                                    queue.undecided(),
                                    queue.oldest(),
                                    row.getLong(1),
                                    Optional.ofNullable(row.getString(2)).map(Stored::outcome),
                                    instant(row, 3),
                                    row.getLong(4)),
                            scope)
                    .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope"));
        });
    }

    private record Queue(long depth, long undecided, Optional<Instant> oldest) {}

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
