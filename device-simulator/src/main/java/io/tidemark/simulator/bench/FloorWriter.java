package io.tidemark.simulator.bench;

import io.tidemark.simulator.statistics.Latencies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** One connection of the floor: upserts of 50 rows, three eighths of them over rows of its own. Not thread-safe. */
final class FloorWriter implements AutoCloseable {
    static final int ROWS = 50;
    private static final int LIMIT_SECONDS = 30;

    private final Connection connection;
    private final String scope;
    private final Random random;
    private int made;

    FloorWriter(Connection connection, int number) {
        this.connection = connection;
        this.scope = "floor-" + number;
        this.random = new Random(number);
    }

    /** Each statement is a transaction: it returns when the rows are on the disk. */
    void write(int statements, Latencies latencies) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(FloorSql.UPSERT)) {
            upsert.setQueryTimeout(LIMIT_SECONDS);
            upsert.setString(1, scope);
            for (int i = 0; i < statements; i++) {
                upsert.setArray(2, connection.createArrayOf("text", ids()));
                upsert.setArray(3, connection.createArrayOf("text", texts(Workload.TITLE)));
                upsert.setArray(4, connection.createArrayOf("text", texts(Workload.BODY)));
                long begun = System.nanoTime();
                upsert.executeUpdate();
                latencies.add(Duration.ofNanos(System.nanoTime() - begun));
            }
        }
    }

    /** No id twice in one statement: PostgreSQL refuses to update a row twice in one command. */
    private String[] ids() {
        int updates = made == 0 ? 0 : ROWS * 3 / 8;
        Set<String> ids = new LinkedHashSet<>();
        while (ids.size() < updates) {
            ids.add("note-" + random.nextInt(made));
        }
        while (ids.size() < ROWS) {
            ids.add("note-" + made++);
        }
        return ids.toArray(new String[0]);
    }

    private String[] texts(int length) {
        String[] texts = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            StringBuilder text = new StringBuilder(length);
            while (text.length() < length) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            texts[i] = text.toString();
        }
        return texts;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
