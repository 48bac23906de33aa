package io.tidemark.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Who may read and write which scope: rows of the table {@code membership}, which the merge service's schema makes. */
public final class Memberships {
    private static final String GRANT = """
            insert into membership (tenant, scope, subject) values (?, ?, ?)
            on conflict (tenant, scope, subject) do nothing
            """;

    private static final String UNDEFINED_TABLE = "42P01";

    private Memberships() {}

    /** Makes the subject a member of the scope; nothing changes when it is one already. */
    public static void grant(String jdbcUrl, String tenant, String scope, String subject) {
        try (Connection connection = Postgres.connect(jdbcUrl);
                PreparedStatement statement = connection.prepareStatement(GRANT)) {
            statement.setString(1, tenant);
            statement.setString(2, scope);
            statement.setString(3, subject);
            statement.executeUpdate();
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw new StackException("The merge service has not made its tables yet: is it running?", e);
            }
            throw new StackException("Cannot make " + subject + " a member of " + scope + ": " + e.getMessage(), e);
        }
    }
}
