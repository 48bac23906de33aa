package io.tidemark.mergeservice.store;

import io.tidemark.merge.lane.Ground;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** PostgreSQL as the merge uses it: transactions of a batch, and the positions of partitions. */
public final class Store {
    private final DataSource database;

    public Store(DataSource database) {
        this.database = database;
    }

    /**
     * @param topicId of the topic whose positions the transaction claims
     * @param ground on which these positions were found
     */
    public Transaction begin(String topicId, Ground ground) throws SQLException {
        Connection connection = database.getConnection();
        try {
            connection.setAutoCommit(false);
            return new Transaction(connection, topicId, ground);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The positions that are known; a partition that was never merged has none. */
    public Map<Integer, Long> positions(String topicId, Collection<Integer> partitions) throws SQLException {
        Map<Integer, Long> positions = new TreeMap<>();
        try (Connection connection = database.getConnection();
                SetStatement<Integer> read = new SetStatement<>(connection, Sql.READ_POSITIONS, partitions)) {
            ResultSet found = read.common(topicId).partition(each -> each).query();
            while (found.next()) {
                positions.put(found.getInt(1), found.getLong(2));
            }
        }
        return positions;
    }

    /** Does nothing to a partition that has a position already. */
    public void makePositions(String topicId, Map<Integer, Long> positions) throws SQLException {
        try (Connection connection = database.getConnection();
                SetStatement<Map.Entry<Integer, Long>> make =
                        new SetStatement<>(connection, Sql.MAKE_POSITIONS, positions.entrySet())) {
            make.common(topicId)
                    .partition(Map.Entry::getKey)
                    .number(Map.Entry::getValue)
                    .update();
        }
    }

    /** Whether the position was still the expected one. */
    public boolean resetPosition(String topicId, Claim claim) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement reset = connection.prepareStatement(Sql.RESET_POSITION)) {
            reset.setLong(1, claim.next());
            reset.setString(2, topicId);
            reset.setInt(3, claim.partition());
            reset.setLong(4, claim.expected());
            return reset.executeUpdate() == 1;
        }
    }
}
