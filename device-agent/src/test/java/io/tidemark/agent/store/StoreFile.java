package io.tidemark.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A database's file while nobody has it open, and what may happen to it. */
record StoreFile(Path file) {
    private static final int PAGE = 4096;

    interface Work {
        void run(Statement statement) throws SQLException;
    }

    void sql(Work work) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            work.run(statement);
        }
    }

    /** Overwrites a page that holds rows of a table, one from the middle. */
    void damage(String table) throws SQLException, IOException {
        List<Integer> pages = new ArrayList<>();
        sql(statement -> {
            try (ResultSet result = statement.executeQuery(
                    "SELECT pageno FROM dbstat WHERE name = '" + table + "' AND pagetype = 'leaf' ORDER BY path")) {
                while (result.next()) {
                    pages.add(result.getInt(1));
                }
            }
        });
        byte[] bytes = Files.readAllBytes(file);
        int begin = (pages.get(pages.size() / 2) - 1) * PAGE;
        Arrays.fill(bytes, begin, begin + PAGE, (byte) 0x5a);
        Files.write(file, bytes);
    }

    /** Of all files beside it, and its own; the lock apart. */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }
}
