package io.tidemark.mergeservice.retention;

import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.ScopeKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The log floors of devices of which lines are dropped: their highest sequences in these lines. */
final class LogFloors {
    private final Map<DeviceKey, Long> floors = new TreeMap<>();

    /** From the columns tenant, scope, subject, device and sequence; a line of no device's chain has no floor. */
    void add(ResultSet line) throws SQLException {
        String device = line.getString("device");
        long sequence = line.getLong("sequence");
        if (device != null) {
            ScopeKey scope = new ScopeKey(line.getString("tenant"), line.getString("scope"));
            floors.merge(new DeviceKey(scope, line.getString("subject"), device), sequence, Math::max);
        }
    }

    void raise(Connection connection) throws SQLException {
        if (floors.isEmpty()) {
            return;
        }
        try (PreparedStatement raise = connection.prepareStatement(RetentionSql.RAISE_LOG_FLOORS)) {
            raise.setArray(1, texts(connection, key -> key.scope().tenant()));
            raise.setArray(2, texts(connection, key -> key.scope().scope()));
            raise.setArray(3, texts(connection, DeviceKey::subject));
            raise.setArray(4, texts(connection, DeviceKey::device));
            raise.setArray(5, connection.createArrayOf("int8", values(floors.values())));
            raise.executeUpdate();
        }
    }

    private java.sql.Array texts(Connection connection, Function<DeviceKey, String> column) throws SQLException {
        return connection.createArrayOf(
                "text", floors.keySet().stream().map(column).toArray());
    }

    private static Object[] values(Collection<Long> sequences) {
        return sequences.toArray();
    }
}
