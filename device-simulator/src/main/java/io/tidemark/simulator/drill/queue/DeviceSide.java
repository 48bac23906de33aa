package io.tidemark.simulator.drill.queue;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The rows of a device whose process has ended, read in its file. */
final class DeviceSide {
    private static final String ROWS = "SELECT type, entity, version, position, fields FROM canonical_row";

    private DeviceSide() {}

    static RowSum read(Path database) throws SQLException {
        RowSum sum = RowSum.NONE;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS)) {
            while (rows.next()) {
                sum = sum.plus(
                        new EntityKey(rows.getString(1), rows.getString(2)),
                        rows.getLong(3),
                        rows.getLong(4),
                        fields(rows.getString(5)).members());
            }
        }
        return sum;
    }

    private static Json.Obj fields(String text) {
        try {
            return (Json.Obj) JsonReader.read(text);
        } catch (InvalidJson e) {
            throw new IllegalStateException("a row that cannot be read", e);
        }
    }
}
