package io.tidemark.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tidemark.gateway.world.Database;
import io.tidemark.gateway.world.TestStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An explanation costs what it shows, however much the log holds of the entity and of others. */
@QuarkusTest
@WithTestResource(TestStack.class)
class EntityPlanTest {
    private final Database database = new Database();

    @Test
    void asksTheIndexOfTheEntity_whenTheLogIsLarge() throws Exception {
        // When
        List<String> plan = plan(
                EntityStatements.EXPLAIN,
                "text, text, text, text, text, bigint, text[], bigint, bigint, bigint",
                "'t', 's', 'alice', 'note', 'n7', 20, '{}', 200, 100, 1000");
        // Then
        assertThat(plan)
                .as(String.join("\n", plan))
                .noneMatch(line -> line.contains("Seq Scan on operation_log") || line.contains("Seq Scan on entity"))
                .filteredOn(line -> line.contains("Index Cond") && line.contains("COALESCE"))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("tenant", "scope", "type", "entity"));
    }

    @Test
    void asksIndexesByTheirKeys_whenAnOperationIsTried() throws Exception {
        // When
        List<String> plan = plan(
                EntityStatements.DRY_RUN,
                "text, text, text, text, text, uuid, text, text",
                "'t', 's', 'alice', 'note', 'n7', gen_random_uuid(), 'alice:d', 'd'");
        // Then
        assertThat(plan)
                .as(String.join("\n", plan))
                .noneMatch(line -> line.contains("Seq Scan on operation_log") || line.contains("Seq Scan on entity"))
                .anyMatch(line -> line.contains("Index Cond") && line.contains("operation_id = $6"))
                .anyMatch(line -> line.contains("Index Cond") && line.contains("conflict_of = $5"))
                .anyMatch(line -> line.contains("Index Cond") && line.contains("entity = $5"));
    }

    private List<String> plan(String sql, String types, String values) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("begin; create schema long; set local search_path = long");
            for (String table : List.of("server", "membership", "scope", "entity", "operation_log")) {
                statement.execute("create table " + table + " (like public." + table + " including all)");
            }
            statement.execute("""
                    insert into operation_log (tenant, scope, operation_id, fingerprint, subject, device, sequence, type,
                                               entity, status, version, position)
                    select 't', 's', gen_random_uuid(), 'f', 'alice', 'd', n, 'note', 'n' || n % 10,
                           case when n % 50 = 0 then 'rejected' else 'applied' end,
                           case when n % 50 <> 0 then n / 10 end, n
                    from generate_series(1, 5000) n
                    """);
            statement.execute("""
                    insert into entity (tenant, scope, type, id, version, incarnation, position, deleted, fields, stamps)
                    select 't', 's', 'note', 'n' || n, 1, n, n, false, '{}', '{}' from generate_series(1, 3000) n
                    """);
            statement.execute("analyze; set local plan_cache_mode = force_generic_plan");
            statement.execute("prepare planned (" + types + ") as " + sql);
            List<String> plan = new ArrayList<>();
            try (ResultSet lines = statement.executeQuery("explain execute planned(" + values + ")")) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
            statement.execute("deallocate planned; rollback");
            return plan;
        }
    }
}
