package io.tidemark.agent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings a file of an earlier version to today's, in the transaction that it is called in. */
final class Migrations {
    private Migrations() {}

    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.getInt(1);
        }
    }

    /** @return the version that the file had; 0 if it is new */
    static int run(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > Schema.STEPS.size()) {
            throw new StoreFailure("the database was written by a newer version of this library", null);
        }
        if (version == Schema.STEPS.size()) {
            return version;
        }
        try (Statement statement = connection.createStatement()) {
            for (List<String> step : Schema.STEPS.subList(version, Schema.STEPS.size())) {
                for (String sql : step) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("PRAGMA user_version = " + Schema.STEPS.size());
        }
        return version;
    }
}
