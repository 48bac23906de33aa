package io.tidemark.simulator.chaos;

import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A cold copy of PostgreSQL's files, as an operator would take one, and its return: all since then is lost to it. */
final class Backup {
    private static final String PART = "postgresql";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final String HEADS = "select scope, position from scope where tenant = ?";

    private final LocalStack stack;
    private final Path files;
    private final Path copy;
    private Map<String, Long> heads = Map.of();

    Backup(LocalStack stack, Path folder) {
        this.stack = stack;
        this.files = stack.dataDirectory().resolve(PART);
        this.copy = folder.resolve("postgresql-backup");
    }

    /** None is taken of a database that does not answer in time. */
    void take() throws IOException, InterruptedException {
        if (!answered().isEmpty()) {
            stack.whileDown(PART, () -> copy(files, copy));
            heads = answered();
        }
    }

    private Map<String, Long> answered() throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Map<String, Long> found = heads();
        while (found.isEmpty() && System.nanoTime() - until < 0) {
            Thread.sleep(LOOK_EVERY);
            found = heads();
        }
        return found;
    }

    /**
     * Whether its return would take something away that somebody has read: what nobody was told of, the log of
     * operations brings back, and there is nothing to tell. What was merged between the copy and the look at its heads
     * is taken for a part of it: so it is rather not behind.
     */
    boolean isBehind(List<ChaosDevice> devices) {
        return heads.entrySet().stream().anyMatch(head -> devices.stream()
                .filter(device -> device.scopes().contains(head.getKey()))
                .anyMatch(device -> device.position(head.getKey()) > head.getValue()));
    }

    /** Of each scope; none if the database does not answer. */
    private Map<String, Long> heads() {
        try (Connection connection = DriverManager.getConnection(
                        stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD);
                PreparedStatement statement = connection.prepareStatement(HEADS)) {
            statement.setString(1, Cast.TENANT);
            Map<String, Long> found = new TreeMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), row.getLong(2));
                }
            }
            return found;
        } catch (SQLException away) {
            return Map.of();
        }
    }

    void restore() throws IOException {
        stack.whileDown(PART, () -> {
            delete(files);
            copy(copy, files);
        });
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : walk(from)) {
            Files.copy(
                    file,
                    to.resolve(from.relativize(file).toString()),
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files =
                walk(folder).stream().sorted(Comparator.reverseOrder()).toList();
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static List<Path> walk(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }
}
