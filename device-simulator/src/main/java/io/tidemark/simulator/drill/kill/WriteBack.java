package io.tidemark.simulator.drill.kill;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes SQLite write its log back into the file without end, on a connection of its own. */
final class WriteBack {
    private WriteBack() {}

    /** Returns at once. */
    static void start(Path database) {
        Thread.ofPlatform().daemon().name("write-back").start(() -> {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement()) {
                while (true) {
                    statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
