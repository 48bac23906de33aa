package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackTest {
    private static final Duration RECOVERY = Duration.ofMinutes(2);

    @Test
    void keepsDataAndPorts_whenPartsAreKilledAndWhenStackIsRestarted(@TempDir Path data) throws Exception {
        try (LocalStack first = stackOn(data)) {
            // Given
            Broker.write(first.bootstrapServers(), "before the kill");
            execute(first, "create table kept (value text)");
            execute(first, "insert into kept values ('before the kill')");
            String address = first.bootstrapServers() + first.jdbcUrl();

            // When
            first.kill("kafka");
            first.kill("postgresql");
            first.awaitHealthy(RECOVERY);

            // Then
            assertThat(first.bootstrapServers() + first.jdbcUrl()).isEqualTo(address);
            assertThat(Broker.records(first.bootstrapServers())).isEqualTo(1);
            assertThat(query(first, "select value from kept")).isEqualTo("before the kill");
        }
        try (LocalStack second = stackOn(data)) {
            assertThat(Broker.records(second.bootstrapServers())).isEqualTo(1);
            assertThat(query(second, "select value from kept")).isEqualTo("before the kill");
        }
    }

    @Test
    void runsDatabaseThatKeepsCommits_whenAskedForItsSettings(@TempDir Path data) throws Exception {
        // Given
        try (LocalStack stack = stackOn(data)) {
            // When
            String settings = query(
                    stack,
                    "select current_setting('fsync') || current_setting('synchronous_commit')"
                            + " || current_setting('server_encoding') || current_setting('lc_messages')");

            // Then
            assertThat(settings).isEqualTo("ononUTF8C");
            assertThat(stack.cpuSeconds("postgresql")).isPositive();
            assertThat(stack.cpuSeconds("kafka")).isPositive();
        }
    }

    private static LocalStack stackOn(Path data) {
        return LocalStack.builder().withoutServices().dataDirectory(data).start();
    }

    private static void execute(LocalStack stack, String sql) throws SQLException {
        try (Connection connection = Postgres.connect(stack.jdbcUrl());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(LocalStack stack, String sql) throws SQLException {
        try (Connection connection = Postgres.connect(stack.jdbcUrl());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
