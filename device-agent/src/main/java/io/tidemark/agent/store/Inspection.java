package io.tidemark.agent.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Looks at a database before anybody writes to it. */
final class Inspection {
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final int STEPS_BETWEEN_LOOKS = 5_000;

    private Inspection() {}

    /**
     * @return whether it is sound, as far as was looked
     * @throws StoreFailure if it was written by a newer version of this library
     */
    static boolean isSound(Path file, IntegrityCheck check) throws SQLException {
        if (!Files.exists(file)) {
            return true;
        }
        try (Connection connection = Connections.looking(file)) {
            if (Migrations.version(connection) > Schema.STEPS.size()) {
                throw new StoreFailure(
                        "the database was written by a newer version of this library; it was left as it is", null);
            }
            return switch (check) {
                case NONE -> true;
                case QUICK -> isSoundWithin(connection, QUICK);
                case FULL -> says(connection, "PRAGMA integrity_check(1)");
            };
        } catch (SQLException e) {
            if (Connections.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isSoundWithin(Connection connection, Duration time) throws SQLException {
        long end = System.nanoTime() + time.toNanos();
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - end > 0 ? 1 : 0;
            }
        });
        try {
            return says(connection, "PRAGMA quick_check(1)");
        } catch (SQLiteException e) {
            if (e.getResultCode() == SQLiteErrorCode.SQLITE_INTERRUPT) {
                return true;
            }
            throw e;
        }
    }

    private static boolean says(Connection connection, String check) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(check)) {
            return result.next() && "ok".equals(result.getString(1));
        }
    }
}
