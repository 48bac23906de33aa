package io.tidemark.agent.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of a table that may end in the middle. */
final class DamagedTable<T> implements AutoCloseable {
    private final Session.RowReader<T> reader;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet rows;
    private boolean broken;

    DamagedTable(Connection from, String sql, Session.RowReader<T> reader) {
        this.reader = reader;
        try {
            statement = from.prepareStatement(sql);
            rows = statement.executeQuery();
        } catch (SQLException e) {
            broken = true;
        }
    }

    /** Empty at the end, and where it breaks off. */
    Optional<T> next() {
        try {
            return rows != null && !broken && rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
        } catch (SQLException e) {
            broken = true;
            return Optional.empty();
        }
    }

    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() {
        try {
            if (statement != null) {
                statement.close();
            }
        } catch (SQLException e) {
            broken = true;
        }
    }
}
