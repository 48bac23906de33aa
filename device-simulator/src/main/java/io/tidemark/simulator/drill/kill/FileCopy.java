package io.tidemark.simulator.drill.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A look at a dead device's file. At a copy: whoever opens the file itself brings its log home, and that is the next
 * life's task.
 */
final class FileCopy {
    private static final String SOUND = "ok";

    /** A row and its operation are one write: what shows is the server's, or has an operation in the queue. */
    private static final String ROWS_OF_NOBODY = """
            SELECT v.type || ' ' || v.entity || ' shows what is neither the server''s nor in the queue' FROM view_row v
            WHERE NOT EXISTS (SELECT 1 FROM sync_queue q
                    WHERE q.scope = v.scope AND q.type = v.type AND q.entity = v.entity)
                AND NOT EXISTS (SELECT 1 FROM canonical_row c WHERE c.scope = v.scope AND c.type = v.type
                    AND c.entity = v.entity AND c.fields = v.fields)
            LIMIT 1""";

    private static final String HAS_TABLES = "SELECT 1 FROM sqlite_master WHERE name = 'view_row'";

    private FileCopy() {}

    /** @return {@code ok}, or what is wrong */
    static String integrity(Path database) throws IOException {
        if (!Files.exists(database)) {
            return SOUND;
        }
        Path copy = Path.of(database + ".copy");
        copy(database, copy, "");
        copy(database, copy, "-wal");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            String integrity = first(statement, "PRAGMA integrity_check(1)").orElse("nothing was checked");
            return integrity.equals(SOUND) && first(statement, HAS_TABLES).isPresent()
                    ? first(statement, ROWS_OF_NOBODY).orElse(SOUND)
                    : integrity;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        } finally {
            for (String end : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(Path.of(copy + end));
            }
        }
    }

    private static Optional<String> first(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    private static void copy(Path from, Path to, String end) throws IOException {
        Path file = Path.of(from + end);
        if (Files.exists(file)) {
            Files.copy(file, Path.of(to + end), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
