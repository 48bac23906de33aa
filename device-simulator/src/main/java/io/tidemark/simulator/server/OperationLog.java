package io.tidemark.simulator.server;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The server's operation log, read in its table: what no answer over HTTP could gloss over. */
public final class OperationLog {
    private static final int LIMIT_SECONDS = 30;
    private static final String DECIDED_OPERATIONS = """
            select scope, operation_id, status, reason, version, position, type, entity, conflict_copies
            from operation_log
            where tenant = ?
            order by scope, operation_id
            """;

    /** @param entity empty where the operation could not be read */
    public record Entry(String scope, OperationId operation, Optional<EntityKey> entity, Outcome outcome) {}

    private OperationLog() {}

    public static List<Entry> read(String jdbcUrl, String user, String password, String tenant) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                PreparedStatement statement = connection.prepareStatement(DECIDED_OPERATIONS)) {
            statement.setQueryTimeout(LIMIT_SECONDS);
            statement.setString(1, tenant);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
        }
        return entries;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String type = row.getString("type");
        String entity = row.getString("entity");
        Optional<EntityKey> key =
                type == null || entity == null ? Optional.empty() : Optional.of(new EntityKey(type, entity));
        Outcome outcome = new Outcome(
                status(row.getString("status")),
                Optional.ofNullable(row.getString("reason")).flatMap(Reason::parse),
                number(row, "version"),
                number(row, "position"),
                copies(row.getArray("conflict_copies"), type == null ? "" : type));
        return new Entry(
                row.getString("scope"), new OperationId(row.getObject("operation_id", UUID.class)), key, outcome);
    }

    private static Status status(String slug) {
        return Status.parse(slug)
                .orElseThrow(() -> new IllegalStateException("the operation log holds the status " + slug));
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static List<EntityKey> copies(Array ids, String type) throws SQLException {
        return Arrays.stream((String[]) ids.getArray())
                .map(id -> new EntityKey(type, id))
                .toList();
    }
}
