package io.tidemark.mergeservice.retention;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** MS-15: one run at a time over all instances, bounded in time, in short transactions. Whatever it leaves, the next takes. */
public final class RetentionJob {
    static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final DataSource database;
    private final RetentionTimes times;

    /** @param database of which a run holds one connection */
    public RetentionJob(DataSource database, RetentionTimes times) {
        this.database = database;
        this.times = times;
    }

    /**
     * @param stopping asked between transactions
     * @return empty if another instance is at it
     */
    public Optional<RetentionRun> run(BooleanSupplier stopping) throws SQLException {
        long end = System.nanoTime() + LONGEST_RUN.toNanos();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            ShortTransactions transactions =
                    new ShortTransactions(connection, () -> System.nanoTime() - end < 0 && !stopping.getAsBoolean());
            if (!transactions.ask(RetentionSql.TAKE_TURN, RetentionJob::flag)) {
                return Optional.empty();
            }
            try {
                return Optional.of(run(transactions));
            } finally {
                endTurn(connection);
            }
        }
    }

    /** The log first: a partition that is not there in time is the one thing here that the merge would notice. */
    private RetentionRun run(ShortTransactions transactions) throws SQLException {
        OldLog log = new OldLog(transactions, times.operationLog());
        log.makeAhead();
        int partitions = log.dropOld();
        long lines = log.removeFromRest();
        long tombstones = new Tombstones(transactions, times.tombstones()).removeOld();
        boolean complete = transactions.hasTime();
        if (complete) {
            transactions.execute(RetentionSql.SUCCEEDED);
        }
        return new RetentionRun(tombstones, partitions, lines, complete);
    }

    /** The connection goes back to the pool; one that is broken has given the lock back already. */
    private static void endTurn(Connection connection) throws SQLException {
        if (connection.isValid(1)) {
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                statement.execute(RetentionSql.END_TURN);
            }
            connection.commit();
        }
    }

    private static boolean flag(ResultSet found) throws SQLException {
        found.next();
        return found.getBoolean(1);
    }

    public RetentionFigures figures() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            ShortTransactions transactions = new ShortTransactions(connection, () -> true);
            Optional<Instant> oldest = new OldLog(transactions, times.operationLog())
                    .partitions().stream().findFirst().map(LogPartition::end);
            return transactions.ask(RetentionSql.FIGURES, found -> {
                found.next();
                Instant now = instant(found, 1).orElseThrow();
                return new RetentionFigures(
                        now,
                        instant(found, 2).orElseThrow(),
                        instant(found, 3),
                        oldest.filter(end -> end.isBefore(now)),
                        found.getBoolean(4));
            });
        }
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
