package io.tidemark.mergeservice.world;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks into the store past the code under test. */
public final class Tables {
    private final DataSource database;

    Tables(DataSource database) {
        this.database = database;
    }

    /** Each row's columns as text, joined by a bar. */
    public List<String> rows(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet found = statement.executeQuery()) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long number(String sql, Object... parameters) {
        return Long.parseLong(rows(sql, parameters).getFirst());
    }

    public int update(String sql, Object... parameters) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    public void grant(String tenant, String scope, String subject) {
        update("insert into membership values (?, ?, ?) on conflict do nothing", tenant, scope, subject);
    }

    public long logged(String tenant) {
        return number("select count(*) from operation_log where tenant = ?", tenant);
    }

    /** Where every operation made an entity of its own: scopes whose positions are not exactly 1 to the head. */
    public List<String> notDense(String tenant) {
        return rows("""
                select s.scope, s.position, count(e.*), max(e.position), max(e.version)
                from scope s left join entity e on e.tenant = s.tenant and e.scope = s.scope
                where s.tenant = ?
                group by s.scope, s.position
                having count(e.*) <> s.position or max(e.position) <> s.position or max(e.version) <> 1
                """, tenant);
    }
}
