package io.tidemark.mergeservice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.mergeservice.world.World;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The plans with which a statement may have to live: made while its tables are as good as empty, without statistics and
 * with them. Each must ask an index by the whole key.
 */
class PlanTest {
    @ParameterizedTest
    @CsvSource({
        "READ_ROWS, 4, (id = k.id), (scope = k.scope)",
        "READ_COPIES, 5, (conflict_of = k.id), (hashtextextended((conflict ->> 'author'::text)",
        "COUNT_COPIES, 4, (conflict_of = k.id), (scope = k.scope)",
        "READ_LOG, 3, (operation_id = k.operation_id), (scope = k.scope)",
        "READ_MARKS, 4, (device = k.device), (subject = k.subject)",
        "READ_MEMBERS, 3, (subject = k.subject), (scope = k.scope)",
        "LOCK_HEADS, 2, (scope = k.scope), (tenant = k.tenant)"
    })
    void asksIndexByWholeKey_whenTablesAreStillSmall(String name, int parameters, String key, String other)
            throws Exception {
        try (Connection connection = World.shared().database.getConnection();
                Statement statement = connection.createStatement()) {
            // Given
            statement.execute("create schema small");
            statement.execute("begin; set local search_path = small");
            for (String table : List.of("server", "scope", "membership", "device_mark", "entity")) {
                statement.execute("create table " + table + " (like public." + table + " including all)");
            }
            statement.execute("""
                    create table operation_log (like public.operation_log including all) partition by range (decided_at);
                    create table log_1 partition of operation_log for values from (minvalue) to ('2000-01-01');
                    create table log_2 partition of operation_log for values from ('2000-01-01') to ('2100-01-01');
                    create table log_rest partition of operation_log default
                    """);

            // When
            List<String> fresh = plan(statement, name, parameters);
            statement.execute("analyze");
            List<String> analyzed = plan(statement, name, parameters);

            statement.execute("commit");

            // Then
            for (List<String> plan : List.of(fresh, analyzed)) {
                String text = String.join("\n", plan);
                assertThat(text).contains(key, other).doesNotContain("Join Filter", "Hash", "Seq Scan on e");
                assertThat(plan).noneMatch(line -> line.contains("  Filter:"));
            }
        } finally {
            World.shared().tables.update("drop schema small cascade");
        }
    }

    private static List<String> plan(Statement statement, String name, int parameters) throws Exception {
        statement.execute("prepare planned as "
                + numbered((String) Sql.class.getDeclaredField(name).get(null)));
        String nothing = IntStream.range(0, parameters).mapToObj(i -> "'{}'").collect(Collectors.joining(", "));
        List<String> plan = new ArrayList<>();
        try (ResultSet lines = statement.executeQuery("explain execute planned(" + nothing + ")")) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        statement.execute("deallocate planned");
        return plan;
    }

    private static String numbered(String sql) {
        AtomicInteger next = new AtomicInteger();
        return Pattern.compile("\\?").matcher(sql).replaceAll(parameter -> "\\$" + next.incrementAndGet());
    }
}
