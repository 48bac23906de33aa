package io.tidemark.mergeservice.retention;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.operation.EntityKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * MS-16: removes old tombstones, and raises their scope's floors with them: whoever has not seen them is told so, and
 * an entity that begins anew begins above their versions.
 */
final class Tombstones {
    private static final int BATCH = 500;

    private final ShortTransactions transactions;
    private final Duration kept;

    Tombstones(ShortTransactions transactions, Duration kept) {
        this.transactions = transactions;
        this.kept = kept;
    }

    /** @return how many were removed; those of one scope of a batch in one transaction */
    long removeOld() throws SQLException {
        long removed = 0;
        while (transactions.hasTime()) {
            Map<ScopeKey, List<EntityKey>> old = transactions.run(this::old);
            if (old.isEmpty()) {
                break;
            }
            for (Map.Entry<ScopeKey, List<EntityKey>> scope : old.entrySet()) {
                removed += transactions.run(connection -> remove(connection, scope.getKey(), scope.getValue()));
            }
        }
        return removed;
    }

    private Map<ScopeKey, List<EntityKey>> old(Connection connection) throws SQLException {
        Map<ScopeKey, List<EntityKey>> old = new TreeMap<>();
        try (PreparedStatement read = connection.prepareStatement(RetentionSql.OLD_TOMBSTONES)) {
            read.setLong(1, kept.toSeconds());
            read.setInt(2, BATCH);
            ResultSet found = read.executeQuery();
            while (found.next()) {
                old.computeIfAbsent(new ScopeKey(found.getString(1), found.getString(2)), key -> new ArrayList<>())
                        .add(new EntityKey(found.getString(3), found.getString(4)));
            }
        }
        return old;
    }

    private long remove(Connection connection, ScopeKey scope, List<EntityKey> entities) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(RetentionSql.LOCK_SCOPE)) {
            lock.setString(1, scope.tenant());
            lock.setString(2, scope.scope());
            lock.execute();
        }
        long removed = 0;
        long highest = 0;
        long highestVersion = 0;
        try (PreparedStatement remove = connection.prepareStatement(RetentionSql.REMOVE_TOMBSTONES)) {
            remove.setArray(
                    1,
                    connection.createArrayOf(
                            "text", entities.stream().map(EntityKey::type).toArray()));
            remove.setArray(
                    2,
                    connection.createArrayOf(
                            "text", entities.stream().map(EntityKey::id).toArray()));
            remove.setString(3, scope.tenant());
            remove.setString(4, scope.scope());
            remove.setLong(5, kept.toSeconds());
            ResultSet gone = remove.executeQuery();
            while (gone.next()) {
                removed++;
                highest = Math.max(highest, gone.getLong(1));
                highestVersion = Math.max(highestVersion, gone.getLong(2));
            }
        }
        try (PreparedStatement raise = connection.prepareStatement(RetentionSql.RAISE_FLOORS)) {
            raise.setLong(1, highest);
            raise.setLong(2, highestVersion);
            raise.setString(3, scope.tenant());
            raise.setString(4, scope.scope());
            raise.executeUpdate();
        }
        return removed;
    }
}
