package io.tidemark.mergeservice.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * MS-17: the partitions of the operation log, made ahead and dropped when all of their lines are old. Before a line is
 * dropped its device's log floor is raised: the log is asked first, so a floor that is raised too early says nothing
 * (decision 7).
 */
final class OldLog {
    private static final Logger LOG = Logger.getLogger(OldLog.class);
    private static final int BATCH = 2_000;
    private static final UUID LOWEST = new UUID(0, 0);

    private final ShortTransactions transactions;
    private final Duration kept;

    OldLog(ShortTransactions transactions, Duration kept) {
        this.transactions = transactions;
        this.kept = kept;
    }

    SortedSet<LogPartition> partitions() throws SQLException {
        return transactions.ask(RetentionSql.PARTITIONS, found -> {
            TreeSet<LogPartition> partitions = new TreeSet<>();
            while (found.next()) {
                LogPartition.of(found.getString(1)).ifPresent(partitions::add);
            }
            return partitions;
        });
    }

    private Instant now() throws SQLException {
        return transactions.ask(RetentionSql.NOW, found -> {
            found.next();
            return found.getObject(1, OffsetDateTime.class).toInstant();
        });
    }

    void makeAhead() throws SQLException {
        Instant now = now();
        for (Optional<LogPartition.Missing> next = LogPartition.missing(partitions(), now);
                next.isPresent();
                next = LogPartition.missing(partitions(), now)) {
            LogPartition partition = next.get().partition();
            transactions.execute(RetentionSql.MAKE_PARTITION.formatted(
                    partition.table(), next.get().from(), partition.until()));
            LOG.infof("%s is made, from %s on", partition.table(), next.get().from());
        }
    }

    /** @return how many partitions were dropped; one for which the time is too short is gone on with in the next run */
    int dropOld() throws SQLException {
        Instant now = now();
        int dropped = 0;
        for (LogPartition partition : partitions()) {
            if (partition.isOver(now, kept) && raiseFloors(partition)) {
                drop(partition);
                dropped++;
            }
        }
        return dropped;
    }

    /** @return whether all of its devices' floors are raised */
    private boolean raiseFloors(LogPartition partition) throws SQLException {
        Walk walk = transactions.ask(RetentionSql.READ_WALK, Walk::read).in(partition);
        while (transactions.hasTime()) {
            Walk from = walk;
            Walk next = transactions.run(connection -> step(connection, partition, from));
            if (next.equals(from)) {
                return true;
            }
            walk = next;
        }
        return false;
    }

    /** How far a partition has been walked through, in the order of its key. */
    private record Walk(String partition, String tenant, String scope, UUID operation) {
        static Walk read(ResultSet found) throws SQLException {
            found.next();
            String partition = found.getString(1);
            return new Walk(
                    partition == null ? "" : partition,
                    found.getString(2),
                    found.getString(3),
                    found.getObject(4, UUID.class));
        }

        Walk in(LogPartition wanted) {
            return partition.equals(wanted.table()) ? this : new Walk(wanted.table(), "", "", LOWEST);
        }
    }

    private static Walk step(Connection connection, LogPartition partition, Walk from) throws SQLException {
        LogFloors floors = new LogFloors();
        Walk last = from;
        try (PreparedStatement read =
                connection.prepareStatement(RetentionSql.NEXT_LINES.formatted(partition.table()))) {
            read.setString(1, from.tenant());
            read.setString(2, from.scope());
            read.setObject(3, from.operation());
            read.setInt(4, BATCH);
            ResultSet lines = read.executeQuery();
            while (lines.next()) {
                floors.add(lines);
                last = new Walk(
                        from.partition(), lines.getString(1), lines.getString(2), lines.getObject(3, UUID.class));
            }
        }
        floors.raise(connection);
        save(connection, last);
        return last;
    }

    private static void save(Connection connection, Walk walk) throws SQLException {
        try (PreparedStatement save = connection.prepareStatement(RetentionSql.SAVE_WALK)) {
            save.setString(1, walk.partition());
            save.setString(2, walk.tenant());
            save.setString(3, walk.scope());
            save.setObject(4, walk.operation());
            save.executeUpdate();
        }
    }

    private void drop(LogPartition partition) throws SQLException {
        transactions.execute(RetentionSql.DROP_PARTITION.formatted(partition.table()));
        LOG.infof("%s is dropped: its lines are older than %d days", partition.table(), kept.toDays());
    }

    /** What lies outside of all partitions goes line by line. */
    long removeFromRest() throws SQLException {
        long removed = 0;
        for (int batch = BATCH; batch == BATCH && transactions.hasTime(); removed += batch) {
            batch = transactions.run(this::removeFromRest);
        }
        return removed;
    }

    private int removeFromRest(Connection connection) throws SQLException {
        LogFloors floors = new LogFloors();
        int removed = 0;
        try (PreparedStatement remove = connection.prepareStatement(RetentionSql.REMOVE_FROM_REST)) {
            remove.setLong(1, kept.toSeconds());
            remove.setInt(2, BATCH);
            ResultSet lines = remove.executeQuery();
            while (lines.next()) {
                floors.add(lines);
                removed++;
            }
        }
        floors.raise(connection);
        return removed;
    }
}
