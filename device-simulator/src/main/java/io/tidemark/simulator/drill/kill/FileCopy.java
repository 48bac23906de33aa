package io.tidemark.simulator.drill.kill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A look at a dead device's file. At a copy: whoever opens the file itself brings its log home, and that is the next
 * life's task.
 */
final class FileCopy {
    private FileCopy() {}

    /** @return {@code ok}, or what is wrong */
    static String integrity(Path database) throws IOException {
        if (!Files.exists(database)) {
            return "ok";
        }
        Path copy = Path.of(database + ".copy");
        copy(database, copy, "");
        copy(database, copy, "-wal");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check(1)")) {
            return result.getString(1);
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        } finally {
            for (String end : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(Path.of(copy + end));
            }
        }
    }

    private static void copy(Path from, Path to, String end) throws IOException {
        Path file = Path.of(from + end);
        if (Files.exists(file)) {
            Files.copy(file, Path.of(to + end), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
