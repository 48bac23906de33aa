package io.tidemark.gateway.world;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.protocol.row.RowCodec;
import io.tidemark.stack.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The store as the merge service leaves it, written by the tests: they play the merge. */
public final class Database {
    private final String url = ConfigProvider.getConfig().getValue("test.jdbc-url", String.class);

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD);
    }

    public void run(String sql, @Nullable Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one value of the one row. */
    public String text(String sql, @Nullable Object... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public String epoch() {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery("select epoch from server")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What gateways have seen that cannot be in this epoch. */
    public List<String> witnesses() {
        try (Connection connection = connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select why from restore_witness join server using (epoch)")) {
            List<String> witnesses = new ArrayList<>();
            while (rows.next()) {
                witnesses.add(rows.getString(1));
            }
            return witnesses;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void member(TestScope scope) {
        run(
                "insert into membership (tenant, scope, subject) values (?, ?, ?)",
                scope.tenant(),
                scope.scope(),
                scope.subject());
    }

    public void noMember(TestScope scope) {
        run(
                "delete from membership where tenant = ? and scope = ? and subject = ?",
                scope.tenant(),
                scope.scope(),
                scope.subject());
    }

    public void head(TestScope scope, long position, long floor) {
        run("""
                insert into scope (tenant, scope, position, floor) values (?, ?, ?, ?)
                on conflict (tenant, scope) do update set position = excluded.position, floor = excluded.floor
                """, scope.tenant(), scope.scope(), position, floor);
    }

    /** A live row; the scope's head moves with it. */
    public void row(TestScope scope, String type, String id, long version, long position, String fields) {
        row(scope, type, id, version, position, false, fields);
    }

    public void tombstone(TestScope scope, String type, String id, long version, long position) {
        row(scope, type, id, version, position, true, "{\"title\": \"what was deleted\"}");
    }

    private void row(
            TestScope scope, String type, String id, long version, long position, boolean deleted, String fields) {
        run("""
                insert into entity (tenant, scope, type, id, version, incarnation, position, deleted, fields, stamps)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, '{}')
                on conflict (tenant, scope, type, id) do update
                   set version = excluded.version, position = excluded.position,
                       deleted = excluded.deleted, fields = excluded.fields
                """, scope.tenant(), scope.scope(), type, id, version, position, position, deleted, fields);
        head(scope, position, 0);
    }

    public void makeCopy(TestScope scope, String id, ConflictOrigin conflict) {
        run(
                "update entity set conflict = ?::jsonb, conflict_of = ? where tenant = ? and scope = ? and id = ?",
                CanonicalJson.write(RowCodec.writeConflict(conflict)),
                conflict.of(),
                scope.tenant(),
                scope.scope(),
                id);
    }

    public void mark(TestScope scope, String device, long sequence, long logFloor) {
        run("""
                insert into device_mark (tenant, scope, subject, device, sequence, log_floor) values (?, ?, ?, ?, ?, ?)
                on conflict (tenant, scope, subject, device) do update
                   set sequence = excluded.sequence, log_floor = excluded.log_floor
                """, scope.tenant(), scope.scope(), scope.subject(), device, sequence, logFloor);
    }

    public void log(TestScope scope, UUID operation, String fingerprint, Outcome outcome) {
        run(
                """
                insert into operation_log (tenant, scope, operation_id, fingerprint, subject, type, entity, status,
                                           reason, version, position, conflict_copies)
                values (?, ?, ?, ?, ?, 'note', 'shopping', ?, ?, ?, ?, ?)
                """,
                scope.tenant(),
                scope.scope(),
                operation,
                fingerprint,
                scope.subject(),
                outcome.status().slug(),
                outcome.reason().map(Reason::slug).orElse(null),
                outcome.version().isPresent() ? outcome.version().getAsLong() : null,
                outcome.position().isPresent() ? outcome.position().getAsLong() : null,
                outcome.conflictCopies().stream().map(EntityKey::id).toArray(String[]::new));
    }
}
