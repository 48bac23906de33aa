package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL on its own data folder. It keeps every committed transaction over {@code kill -9}: fsync and
 * synchronous_commit are on. Its process runs in the foreground, as our child.
 */
final class Postgres implements Part {
    static final String NAME = "postgresql";
    static final String USER = "tidemark";
    static final String PASSWORD = "tidemark";
    static final String DATABASE = "tidemark";
    private static final long INITDB_SECONDS = 120;

    private final Home home;
    private final Path data;
    private final int port;
    private final Platform platform;
    private final boolean smallWalSegments;

    Postgres(Home home, Path data, int port, Platform platform, boolean smallWalSegments) {
        this.home = home;
        this.data = data.toAbsolutePath().normalize();
        this.port = port;
        this.platform = platform;
        this.smallWalSegments = smallWalSegments;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public Duration startLimit() {
        return Duration.ofSeconds(60);
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(20);
    }

    @Override
    public String marker() {
        return data.toString();
    }

    String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    @Override
    public Launch prepare(PartLog log) throws IOException {
        Path binaries = Unpacked.postgres(home.postgresJar(), home.cache());
        PostgresLeftovers.clear(data);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(binaries, log);
        }
        platform.giveToUnprivileged(data);
        List<String> command = new ArrayList<>(platform.asUnprivileged());
        command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString()));
        settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return new Launch(command, Map.of(), data);
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("port", Integer.toString(port)),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("max_connections", "200"),
                Map.entry("shared_buffers", "128MB"),
                Map.entry("max_wal_size", "1GB"),
                Map.entry("log_line_prefix", "%m [%p] "),
                Map.entry("log_checkpoints", "off"));
    }

    /** Into a folder beside, then renamed: an initialisation that was cut off leaves nothing that looks like data. */
    private void initialise(Path binaries, PartLog log) throws IOException {
        Path fresh = data.resolveSibling(data.getFileName() + ".new");
        Path password = data.resolveSibling(data.getFileName() + ".password");
        Directories.delete(fresh);
        Files.createDirectories(fresh);
        Files.writeString(password, PASSWORD);
        platform.giveToUnprivileged(fresh);
        List<String> command = new ArrayList<>(platform.asUnprivileged());
        command.addAll(List.of(binaries.resolve("bin/initdb").toString(), "-D", fresh.toString()));
        command.addAll(List.of("-U", USER, "--pwfile", password.toString(), "-A", "scram-sha-256"));
        command.addAll(List.of("-E", "UTF8", "--no-locale", "--no-instructions"));
        if (smallWalSegments) {
            command.add("--wal-segsize=1");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        if (Children.run(builder, INITDB_SECONDS, TimeUnit.SECONDS) != 0) {
            throw new IOException("initdb failed");
        }
        Files.delete(password);
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean ready() {
        try {
            createDatabase();
            try (Connection connection = connect(jdbcUrl());
                    Statement statement = connection.createStatement();
                    ResultSet one = statement.executeQuery("select 1")) {
                return one.next();
            }
        } catch (SQLException notYet) {
            return false;
        }
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = connect(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            if (!exists(statement)) {
                statement.execute("create database " + DATABASE);
            }
        }
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            return found.next();
        }
    }

    static Connection connect(String jdbcUrl) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", USER);
        properties.setProperty("password", PASSWORD);
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "10");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /** SIGINT is PostgreSQL's "fast" stop. SIGTERM, all that Java can send, would wait for every client to leave. */
    @Override
    public void askToStop(ProcessHandle process) {
        if (!Signals.send(process.pid(), "INT")) {
            process.destroy();
        }
    }
}
