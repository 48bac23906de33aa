package io.tidemark.mergeservice.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The connection of a run, in transactions of a few milliseconds each, and the word whether there is time for another.
 * The connection's own time-outs bound each statement.
 */
final class ShortTransactions {
    /** A lock on a row or a table of the merge is waited for no longer, so that nobody waits behind us for long. */
    private static final Duration LOCK = Duration.ofMillis(500);

    private final Connection connection;
    private final BooleanSupplier timeLeft;

    /** @param connection without auto-commit */
    ShortTransactions(Connection connection, BooleanSupplier timeLeft) {
        this.connection = connection;
        this.timeLeft = timeLeft;
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    <T> T run(Work<T> work) throws SQLException {
        try {
            try (Statement limits = connection.createStatement()) {
                limits.execute(RetentionSql.WAIT_LITTLE_FOR_LOCKS.formatted(LOCK.toMillis()));
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    void execute(String sql) throws SQLException {
        int unused = run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return statement.execute() ? 1 : 0;
            }
        });
    }

    /** The answer of a statement that has one. */
    <T> T ask(String sql, Answer<T> answer) throws SQLException {
        return run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet found = statement.executeQuery()) {
                return answer.from(found);
            }
        });
    }

    interface Answer<T> {
        T from(ResultSet found) throws SQLException;
    }

    boolean hasTime() {
        return timeLeft.getAsBoolean();
    }
}
