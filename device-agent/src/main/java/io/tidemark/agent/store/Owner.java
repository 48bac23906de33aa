package io.tidemark.agent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Whose a file is, as far as it says so: what one user has not sent never goes out as another's (AG-34). */
sealed interface Owner {
    /** Nobody has said yet whose it is. */
    record Nobody() implements Owner {}

    record Account(String name) implements Owner {}

    /** Nobody can tell: the place where it stands is damaged. */
    record Unreadable() implements Owner {}

    static Owner of(Connection connection) {
        try {
            if (Migrations.version(connection) < Schema.WITH_ACCOUNT) {
                return new Nobody();
            }
            try (Statement statement = connection.createStatement();
                    ResultSet name = statement.executeQuery(StateSql.ACCOUNT)) {
                return name.next() ? new Account(name.getString(1)) : new Nobody();
            }
        } catch (SQLException e) {
            return new Unreadable();
        }
    }

    /**
     * @param account that opens the file; empty if it does not say
     * @throws StoreFailure if the file is another's
     */
    default void require(Optional<String> account) {
        if (this instanceof Account(String name)
                && account.filter(other -> !other.equals(name)).isPresent()) {
            throw new StoreFailure("the database belongs to another account; it was left as it is", null);
        }
    }
}
