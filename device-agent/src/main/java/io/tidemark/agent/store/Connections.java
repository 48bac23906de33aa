package io.tidemark.agent.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The three ways in which a file is opened. */
final class Connections {
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private Connections() {}

    static Connection writer(Path file, Synchronous synchronous) throws SQLException {
        return live(file, synchronous, TransactionMode.IMMEDIATE);
    }

    static Connection reader(Path file, Synchronous synchronous) throws SQLException {
        return live(file, synchronous, TransactionMode.DEFERRED);
    }

    private static Connection live(Path file, Synchronous synchronous, TransactionMode mode) throws SQLException {
        SQLiteConfig config = usual();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(
                switch (synchronous) {
                    case FULL -> SynchronousMode.FULL;
                    case NORMAL -> SynchronousMode.NORMAL;
                });
        config.enforceForeignKeys(true);
        config.setPragma(Pragma.SECURE_DELETE, "FAST");
        config.setTransactionMode(mode);
        Connection connection = open(file, config);
        connection.setAutoCommit(false);
        return connection;
    }

    /** Looks at a file and leaves it as it is, whatever is in it. */
    static Connection looking(Path file) throws SQLException {
        SQLiteConfig config = usual();
        config.setReadOnly(true);
        return open(file, config);
    }

    private static SQLiteConfig usual() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setTempStore(TempStore.MEMORY);
        // Else the driver asks SQLite for the last row's number after each insert, with a statement that it compiles
        // anew.
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static Connection open(Path file, SQLiteConfig config) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
    }

    /** Whether it says that the file is no sound database; a full disk or a missing right does not. */
    static boolean isDamage(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return false;
        }
        int code = sqlite.getResultCode().code & 0xff;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }
}
