package io.tidemark.mergeservice.store;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.lane.Chronicle;
import io.tidemark.merge.lane.Ground;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The epochs of the store, and what it holds that tells of a restore. Nothing here needs one snapshot: whatever moves
 * between two statements only rises.
 */
public final class Epochs {
    private final DataSource database;

    public Epochs(DataSource database) {
        this.database = database;
    }

    /**
     * A glance, cheap enough for every few seconds.
     *
     * @param reported whether a gateway has seen what cannot be in this epoch
     */
    public record Glance(Ground ground, boolean reported) {}

    public Glance glance() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(Sql.READ_GROUND);
                ResultSet found = read.executeQuery()) {
            found.next();
            return new Glance(ground(found, 1), found.getBoolean(3));
        }
    }

    static Ground ground(ResultSet row, int column) throws SQLException {
        return new Ground(
                row.getString(column),
                row.getObject(column + 1, OffsetDateTime.class).toInstant());
    }

    public Chronicle chronicle() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Set<String> epochs = known(connection);
            try (PreparedStatement read = connection.prepareStatement(Sql.READ_CHRONICLE);
                    ResultSet found = read.executeQuery()) {
                found.next();
                Ground ground = ground(found, 1);
                epochs.add(ground.epoch());
                return new Chronicle(
                        ground,
                        epochs.iterator().next(),
                        epochs,
                        new Chronicle.Identity(number(found, 3), number(found, 4)),
                        new Chronicle.Identity(number(found, 5), number(found, 6)),
                        Optional.ofNullable(found.getString(7)));
            }
        }
    }

    /** In the order in which they came to be known. */
    private static Set<String> known(Connection connection) throws SQLException {
        Set<String> epochs = new LinkedHashSet<>();
        try (PreparedStatement read = connection.prepareStatement(Sql.READ_EPOCHS);
                ResultSet found = read.executeQuery()) {
            while (found.next()) {
                epochs.add(found.getString(1));
            }
        }
        return epochs;
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** A scope that is not there has none. */
    public Map<ScopeKey, Long> heads(Collection<ScopeKey> scopes) throws SQLException {
        Map<ScopeKey, Long> heads = new HashMap<>();
        if (scopes.isEmpty()) {
            return heads;
        }
        try (Connection connection = database.getConnection();
                SetStatement<ScopeKey> read = new SetStatement<>(connection, Sql.READ_HEADS, scopes)) {
            ResultSet found = read.text(ScopeKey::tenant).text(ScopeKey::scope).query();
            while (found.next()) {
                heads.put(new ScopeKey(found.getString(1), found.getString(2)), found.getLong(3));
            }
        }
        return heads;
    }

    /**
     * Begins a new epoch, as one step: no merge is under way in it.
     *
     * @param expected the epoch in which the witness was found
     * @param lost epochs that this data does not know, and others do
     * @return the new one; empty if the expected one is over already: somebody else has declared the same restore
     */
    public Optional<String> declareRestore(String why, String expected, Collection<String> lost) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement declare = connection.prepareStatement(Sql.DECLARE_RESTORE)) {
            declare.setString(1, why);
            declare.setObject(2, UUID.fromString(expected));
            declare.setArray(
                    3,
                    connection.createArrayOf(
                            "uuid", lost.stream().map(UUID::fromString).toArray(UUID[]::new)));
            try (ResultSet begun = declare.executeQuery()) {
                begun.next();
                return Optional.ofNullable(begun.getString(1));
            }
        }
    }

    /** Where none is on record yet. */
    public void record(Chronicle.Identity identity) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement record = connection.prepareStatement(Sql.RECORD_IDENTITY)) {
            record.setLong(1, identity.system().orElseThrow());
            record.setLong(2, identity.timeline().orElseThrow());
            record.executeUpdate();
        }
    }
}
