package io.tidemark.simulator.drill.kill;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Logger;
import org.sqlite.JDBC;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;
import org.sqlite.jdbc4.JDBC4Statement;

/** The SQLite driver, in place of itself: it does what it always does, and stops where the trap is set. */
final class TrapDriver implements Driver {
    private static final int ADDRESS = JDBC.PREFIX.length();

    private final JDBC real = new JDBC();
    private final Trap trap;

    private TrapDriver(Trap trap) {
        this.trap = trap;
    }

    static void install(Trap trap) throws SQLException {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver instanceof JDBC) {
                DriverManager.deregisterDriver(driver);
            }
        }
        DriverManager.registerDriver(new TrapDriver(trap));
    }

    @Override
    public Connection connect(String url, Properties settings) throws SQLException {
        return new TrapConnection(url, settings, new SqlWatch(trap), trap);
    }

    private static final class TrapConnection extends JDBC4Connection {
        private final SqlWatch watch;
        private final Trap trap;

        TrapConnection(String url, Properties settings, SqlWatch watch, Trap trap) throws SQLException {
            super(url, url.substring(ADDRESS), settings);
            this.watch = watch;
            this.trap = trap;
            if (trap.isSetAt(FailPoint.INSIDE_COMMIT)) {
                addCommitListener(new SQLiteCommitListener() {
                    @Override
                    public void onCommit() {
                        watch.insideCommit();
                    }

                    @Override
                    public void onRollback() {}
                });
            }
        }

        @Override
        public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
                throws SQLException {
            return new JDBC4PreparedStatement(this, sql) {
                @Override
                public int executeUpdate() throws SQLException {
                    watch.before(sql);
                    int changed = super.executeUpdate();
                    watch.after(sql);
                    return changed;
                }

                @Override
                public ResultSet executeQuery() throws SQLException {
                    watch.before(sql);
                    return super.executeQuery();
                }
            };
        }

        @Override
        public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
            return new JDBC4Statement(this) {
                @Override
                public int executeUpdate(String sql) throws SQLException {
                    watch.before(sql);
                    return super.executeUpdate(sql);
                }
            };
        }

        @Override
        public void commit() throws SQLException {
            watch.beforeCommit();
            super.commit();
            watch.afterCommit();
        }

        @Override
        public void rollback() throws SQLException {
            super.rollback();
            watch.afterRollback();
        }

        @Override
        public void close() throws SQLException {
            if (!isClosed()) {
                trap.pass(FailPoint.CLOSING);
            }
            super.close();
        }
    }

    @Override
    public boolean acceptsURL(String url) {
        return JDBC.isValidURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties settings) throws SQLException {
        return real.getPropertyInfo(url, settings);
    }

    @Override
    public int getMajorVersion() {
        return real.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return real.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("io.tidemark.simulator");
    }
}
