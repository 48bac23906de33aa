package io.tidemark.mergeservice.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose parameters are the columns of a set of values: each becomes one array, for {@code unnest}. Columns
 * are bound in the order of the calls.
 */
final class SetStatement<T> implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> values;
    private int bound;

    SetStatement(Connection connection, String sql, Collection<? extends T> values) throws SQLException {
        this.connection = connection;
        this.values = List.copyOf(values);
        this.statement = connection.prepareStatement(sql);
    }

    /** A plain parameter, the same for the whole set. */
    SetStatement<T> common(String value) throws SQLException {
        statement.setString(++bound, value);
        return this;
    }

    SetStatement<T> text(Function<T, @Nullable String> column) throws SQLException {
        return array("text", values.stream().map(column).toArray(String[]::new));
    }

    SetStatement<T> uuid(Function<T, @Nullable UUID> column) throws SQLException {
        return array("uuid", values.stream().map(column).toArray(UUID[]::new));
    }

    SetStatement<T> bytes(Function<T, byte @Nullable []> column) throws SQLException {
        return array("bytea", values.stream().map(column).toArray(byte[][]::new));
    }

    SetStatement<T> flag(Predicate<T> column) throws SQLException {
        return array("bool", values.stream().map(column::test).toArray(Boolean[]::new));
    }

    SetStatement<T> number(Function<T, @Nullable Long> column) throws SQLException {
        return array("int8", values.stream().map(column).toArray(Long[]::new));
    }

    SetStatement<T> partition(Function<T, Integer> column) throws SQLException {
        return array("int4", values.stream().map(column).toArray(Integer[]::new));
    }

    private SetStatement<T> array(String type, @Nullable Object[] column) throws SQLException {
        statement.setArray(++bound, connection.createArrayOf(type, column));
        return this;
    }

    int update() throws SQLException {
        return statement.executeUpdate();
    }

    /** Closed with the statement. */
    ResultSet query() throws SQLException {
        return statement.executeQuery();
    }

    /** As {@link #query}, but only so many rows are held in memory at once. */
    ResultSet query(int fetched) throws SQLException {
        statement.setFetchSize(fetched);
        return statement.executeQuery();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
