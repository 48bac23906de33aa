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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page of conflict copies costs what it shows, however many one entity has. */
@QuarkusTest
@WithTestResource(TestStack.class)
class CopiesPlanTest {
    private final Database database = new Database();

    static List<String> statements() {
        return List.of(Statements.READ_COPIES, Statements.READ_COPIES_OF_TYPE, Statements.READ_COPIES_OF_ENTITY);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void beginsInTheIndexWhereThePageBegins_whenOneEntityHasThousands(String sql) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            // Given
            statement.execute("begin; create schema crowd; set local search_path = crowd");
            for (String table : List.of("server", "membership", "entity")) {
                statement.execute("create table " + table + " (like public." + table + " including all)");
            }
            statement.execute("""
                    insert into entity (tenant, scope, type, id, version, incarnation, position, deleted, fields, stamps,
                                        conflict, conflict_of)
                    select 't', 's', 'note', n, 1, n, n, false, '{}', '{}',
                           case when n % 2 = 0 then '{}'::jsonb end, case when n % 2 = 0 then 'shopping' end
                    from generate_series(1, 4000) n
                    """);
            statement.execute("analyze entity; set local plan_cache_mode = force_generic_plan");
            // When
            List<String> plan = plan(statement, sql);
            statement.execute("rollback");
            // Then
            assertThat(plan)
                    .as(String.join("\n", plan))
                    .filteredOn(line -> line.contains("Index Cond") && line.contains("conflict_of"))
                    .singleElement()
                    .asString()
                    .contains("tenant = $1", "scope = $2", "id", "$6");
        }
    }

    private static List<String> plan(Statement statement, String sql) throws Exception {
        statement.execute("prepare planned (text, text, text, text, text, text, bigint, bigint) as " + sql);
        List<String> plan = new ArrayList<>();
        try (ResultSet lines = statement.executeQuery("explain execute planned('a', 'b', 'c', '', '', '', 10, 10)")) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        statement.execute("deallocate planned");
        return plan;
    }
}
