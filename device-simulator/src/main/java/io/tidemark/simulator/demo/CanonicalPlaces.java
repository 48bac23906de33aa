package io.tidemark.simulator.demo;

import io.tidemark.protocol.operation.EntityKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Versions and positions of a device's rows, read in its SQLite file: apps have no use for them, and so the agent does
 * not show them.
 */
final class CanonicalPlaces {
    private static final String PLACES_OF_SCOPE =
            "select type, entity, version, position from canonical_row where scope = ?";

    record Place(long version, long position) {}

    private CanonicalPlaces() {}

    static Map<EntityKey, Place> read(Path database, String scope) {
        Map<EntityKey, Place> places = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                PreparedStatement statement = connection.prepareStatement(PLACES_OF_SCOPE)) {
            statement.setString(1, scope);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    places.put(
                            new EntityKey(rows.getString(1), rows.getString(2)),
                            new Place(rows.getLong(3), rows.getLong(4)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the device's database cannot be read: " + e.getMessage(), e);
        }
        return places;
    }
}
