package io.tidemark.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The operator's word that the database was restored from a backup: a function that the merge service's schema makes. */
public final class Restores {
    private static final String DECLARE = "select declare_restore(?)";
    private static final String UNDEFINED_FUNCTION = "42883";

    private Restores() {}

    /** Begins a new epoch, and returns it: every device takes its feed from the start. */
    public static String declare(String jdbcUrl, String why) {
        try (Connection connection = Postgres.connect(jdbcUrl);
                PreparedStatement statement = connection.prepareStatement(DECLARE)) {
            statement.setString(1, why);
            try (ResultSet epoch = statement.executeQuery()) {
                epoch.next();
                return epoch.getString(1);
            }
        } catch (SQLException e) {
            if (UNDEFINED_FUNCTION.equals(e.getSQLState())) {
                throw new StackException("The merge service has not made its tables yet: is it running?", e);
            }
            throw new StackException("Cannot declare a restore: " + e.getMessage(), e);
        }
    }
}
