package io.tidemark.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue may hold a million operations, a scope as many rows: no save, push or page goes through all of them. */
class QueryPlansTest {
    /** A whole scope is the whole file, as often as not. */
    private static final List<String> THROUGH_ALL =
            List.of("(scope=?)", "SCAN sync_queue", "SCAN canonical_row", "SCAN view_row", "TEMP B-TREE");

    /** One row for each scope; what one page brought; what came undecided past the feed; what was refused. */
    private static final List<String> FEW =
            List.of("scope_state", "staged_row", "sync_queue_passed", "dead_letter_order");

    @ParameterizedTest
    @ValueSource(
            strings = {
                FeedSql.ENTITIES_OF_PASSED,
                FeedSql.RETIRE,
                FeedSql.RETIRE_REJECTED_OF_OTHER_EPOCHS,
                FeedSql.FORGET_OUTCOMES_OF_OTHER_EPOCHS,
                FeedSql.WAS_OF_ANOTHER_EPOCH,
                FeedSql.PASS_UNDECIDED,
                FeedSql.FIRST_UNDECIDED,
                FeedSql.QUEUED_ENTITIES,
                FeedSql.QUEUED_ENTITIES_IN_STAGE,
                FeedSql.SHOW_STAGED_ROWS,
                FeedSql.HIDE_TOMBSTONES,
                FeedSql.DROP_CANONICAL_TOMBSTONES,
                FeedSql.TAKE_STAGED_ROWS,
                QueueSql.ENQUEUE,
                QueueSql.UNSENT_TAIL,
                QueueSql.REPLACE,
                QueueSql.UNDECIDED_PREFIX,
                QueueSql.UNDECIDED_UP_TO,
                QueueSql.MARK_SENT,
                QueueSql.DECIDE,
                QueueSql.BODY,
                QueueSql.PLACE,
                QueueSql.BODIES_BETWEEN,
                QueueSql.REMOVE_BETWEEN,
                QueueSql.LINK_NEXT,
                QueueSql.SENT_AS,
                QueueSql.WHEREABOUTS,
                RowSql.VISIBLE_ROW,
                RowSql.SHOW,
                RowSql.PENDING_OF_ENTITY,
                StateSql.FIGURES
            })
    void neverGoesThroughTheWholeFile(String sql, @TempDir Path folder) throws SQLException {
        // Given
        try (Connection connection = Connections.writer(folder.resolve("agent.db"), Synchronous.NORMAL)) {
            Migrations.run(connection);
            // When
            List<String> plan = steps(connection, sql);
            // Then
            assertThat(plan).noneMatch(step -> THROUGH_ALL.stream().anyMatch(step::contains));
        }
    }

    private static List<String> steps(Connection connection, String sql) throws SQLException {
        List<String> steps = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("EXPLAIN QUERY PLAN " + sql)) {
            while (plan.next()) {
                String step = plan.getString("detail");
                if (FEW.stream().noneMatch(step::contains)) {
                    steps.add(step);
                }
            }
        }
        return steps;
    }
}
