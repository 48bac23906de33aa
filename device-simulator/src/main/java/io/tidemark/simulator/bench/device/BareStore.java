package io.tidemark.simulator.bench.device;

import io.tidemark.agent.store.Synchronous;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sqlite.SQLiteConfig;

/** The floor of a save: the same two rows into tables of the same columns and indexes, and nothing thought about. */
final class BareStore implements AutoCloseable {
    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE view_row (scope TEXT NOT NULL, type TEXT NOT NULL, entity TEXT NOT NULL, fields TEXT NOT NULL,
                conflict TEXT, PRIMARY KEY (scope, type, entity)) STRICT""",
            """
            CREATE TABLE sync_queue (ordinal INTEGER PRIMARY KEY AUTOINCREMENT, operation_id TEXT NOT NULL UNIQUE,
                scope TEXT NOT NULL, type TEXT NOT NULL, entity TEXT NOT NULL, kind TEXT NOT NULL,
                payload TEXT NOT NULL, fingerprint TEXT NOT NULL, bytes INTEGER NOT NULL, sequence INTEGER NOT NULL,
                previous INTEGER NOT NULL, sends INTEGER NOT NULL, saved_at INTEGER NOT NULL, status TEXT NOT NULL)
                STRICT""",
            "CREATE INDEX sync_queue_order ON sync_queue (scope, status, ordinal)",
            "CREATE INDEX sync_queue_entity ON sync_queue (scope, type, entity, ordinal)");
    private static final String ROW = """
            INSERT INTO view_row (scope, type, entity, fields) VALUES (?, 'note', ?, ?)
            ON CONFLICT DO UPDATE SET fields = excluded.fields""";
    private static final String OPERATION = """
            INSERT INTO sync_queue (operation_id, scope, type, entity, kind, payload, fingerprint, bytes, sequence,
                previous, sends, saved_at, status) VALUES (?, ?, 'note', ?, 'upsert', ?, ?, ?, ?, ?, 0, ?, 'undecided')""";

    private final Connection connection;
    private final PreparedStatement row;
    private final PreparedStatement operation;
    private long sequence;

    BareStore(Path file, Synchronous synchronous) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(
                switch (synchronous) {
                    case FULL -> SQLiteConfig.SynchronousMode.FULL;
                    case NORMAL -> SQLiteConfig.SynchronousMode.NORMAL;
                });
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.executeUpdate(table);
            }
        }
        connection.setAutoCommit(false);
        row = connection.prepareStatement(ROW);
        operation = connection.prepareStatement(OPERATION);
    }

    void save(BareSave save) throws SQLException {
        row.setString(1, SaveBench.SCOPE);
        row.setString(2, save.note());
        row.setString(3, save.fields());
        row.executeUpdate();
        operation.setString(1, save.id());
        operation.setString(2, SaveBench.SCOPE);
        operation.setString(3, save.note());
        operation.setString(4, save.payload());
        operation.setString(5, save.fingerprint());
        operation.setLong(6, save.payload().length());
        operation.setLong(7, sequence + 1);
        operation.setLong(8, sequence++);
        operation.setLong(9, save.at());
        operation.executeUpdate();
        connection.commit();
    }

    /** All texts are made before the clock starts. */
    record BareSave(String note, String id, String fields, String payload, String fingerprint, long at) {}

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
