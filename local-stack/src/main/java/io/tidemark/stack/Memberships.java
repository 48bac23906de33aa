package io.tidemark.stack;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Who may read and write which scope: rows of the table {@code membership}, which the merge service's schema makes. */
public final class Memberships {
    private static final String GRANT = """
            insert into membership (tenant, scope, subject) values (?, ?, ?)
            on conflict (tenant, scope, subject) do nothing
            """;

    private static final String FIRST = """
            select subject from membership where tenant = ? and scope = ? order by granted_at, subject limit 1
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

    /** The member of the scope that has been one for longest; empty if it has none. */
    public static Optional<String> first(String jdbcUrl, String tenant, String scope) {
        try (Connection connection = Postgres.connect(jdbcUrl);
                PreparedStatement statement = connection.prepareStatement(FIRST)) {
            statement.setString(1, tenant);
            statement.setString(2, scope);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new StackException("Cannot look for a member of the scope: " + e.getMessage(), e);
        }
    }
}
