package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import io.tidemark.agent.vault.VaultFailure;
import io.tidemark.protocol.entity.EntityTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connection with its prepared statements. Used by one thread at a time; {@link Database} sees to that. */
final class Session {
    private static final int MOST_PREPARED = 200;

    private final Connection connection;
    private final EntityTypes types;
    private final Vault vault;
    private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(MOST_PREPARED, 0.75f, true);

    private final Set<Touched> touched = new HashSet<>();

    /** Reads one row of a result. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    Session(Connection connection, EntityTypes types, Vault vault) {
        this.connection = connection;
        this.types = types;
        this.vault = vault;
    }

    /** The declaration that the app was built with. */
    EntityTypes types() {
        return types;
    }

    Vault vault() {
        return vault;
    }

    String seal(String text, String... place) {
        try {
            return vault.seal(text, place);
        } catch (VaultFailure e) {
            throw new StoreFailure(String.valueOf(e.getMessage()), e);
        }
    }

    String open(String text, String... place) {
        try {
            return vault.open(text, place);
        } catch (VaultFailure e) {
            throw new StoreFailure(String.valueOf(e.getMessage()), e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** What the app sees of that type has changed, if the transaction commits. */
    void touch(String scope, String type) {
        touched.add(new Touched(scope, Optional.of(type)));
    }

    void touchAll(String scope) {
        touched.add(new Touched(scope, Optional.empty()));
    }

    /** What was touched since it was last asked. */
    Set<Touched> takeTouched() {
        Set<Touched> taken = Set.copyOf(touched);
        touched.clear();
        return taken;
    }

    /** The number of rows changed. */
    int update(String sql, @Nullable Object... arguments) throws SQLException {
        return bound(sql, arguments).executeUpdate();
    }

    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = bound(sql, arguments).executeQuery()) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }

    /** What is done with one row of a result. Of this session it may ask anything but the same again. */
    interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    /** Row by row: a result of any length in the memory of one. */
    void each(String sql, RowTaker taker, @Nullable Object... arguments) throws SQLException {
        try (ResultSet result = bound(sql, arguments).executeQuery()) {
            while (result.next()) {
                taker.take(result);
            }
        }
    }

    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments) throws SQLException {
        try (ResultSet result = bound(sql, arguments).executeQuery()) {
            return result.next() ? Optional.of(reader.read(result)) : Optional.empty();
        }
    }

    boolean exists(String sql, @Nullable Object... arguments) throws SQLException {
        return first(sql, row -> true, arguments).isPresent();
    }

    private PreparedStatement bound(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
            dropEldest();
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    /** The store's own statements are fewer; queries of the app may take any number of forms. */
    private void dropEldest() throws SQLException {
        if (prepared.size() > MOST_PREPARED) {
            Iterator<PreparedStatement> eldest = prepared.values().iterator();
            eldest.next().close();
            eldest.remove();
        }
    }
}
