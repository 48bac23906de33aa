package io.tidemark.mergeservice.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MS-16. */
class TombstonesTest extends RetentionTest {
    @Test
    void goesWithAHigherFloor_whenItsTimeIsOver() throws Exception {
        // Given
        merge(
                5,
                lab.creation("kept", "k"),
                lab.creation("old", "o"),
                lab.creation("young", "y"),
                lab.deletion("old", "o"),
                lab.deletion("young", "y"));
        dateBack("old", 121);
        dateBack("young", 119);

        // When
        RetentionRun run = run();

        // Then
        assertThat(run.tombstones()).isEqualTo(1);
        assertThat(run.complete()).isTrue();
        assertThat(rows()).containsExactly("kept|f", "young|t");
        assertThat(floorAndHead()).containsExactly("2|3");
    }

    @Test
    void isNoTombstoneAnyMore_whenAnEditBroughtTheRowBack() throws Exception {
        // Given
        merge(2, lab.creation("a", "one"), lab.deletion("a", "one"));
        dateBack("a", 121);
        merge(3, lab.edit("a", "one", "back"));

        // When
        RetentionRun run = run();

        // Then
        assertThat(run.tombstones()).isZero();
        assertThat(world.tables.rows("select deleted, deleted_at from entity where tenant = ?", tenant))
                .containsExactly("f|null");
    }

    @Test
    void goesAsAnyOther_whenItWasAConflictCopy() throws Exception {
        // Given
        merge(2, lab.creation("a", "one"), lab.edit("a", "never seen", "mine"));
        String copy = world.tables
                .rows("select id from entity where tenant = ? and conflict_of = 'a'", tenant)
                .getFirst();
        merge(3, lab.deletion(copy, "mine"));
        dateBack(copy, 121);

        // When
        RetentionRun run = run();

        // Then
        assertThat(run.tombstones()).isEqualTo(1);
        assertThat(rows()).containsExactly("a|f");
        assertThat(floorAndHead()).containsExactly("3|3");
    }

    @Test
    void letsNoVersionBeginAgain_whenTheEntityIsMadeAnew() throws Exception {
        // Given: versions 1 to 3, the last of them a tombstone
        merge(3, lab.creation("a", "one"), lab.edit("a", "one", "two"), lab.deletion("a", "two"));
        dateBack("a", 121);
        run();

        // When
        merge(4, lab.creation("a", "three"));

        // Then
        assertThat(world.tables.rows("select version, stamps -> 'title' ->> 0 from entity where tenant = ?", tenant))
                .containsExactly("4|4");
    }

    @Test
    void removesEveryOne_whenThereAreMoreThanABatch() throws Exception {
        // Given
        world.tables.update("""
                insert into entity (tenant, scope, type, id, version, incarnation, position, deleted, fields, stamps,
                                    deleted_at)
                select ?, 's' || i % 3, 'note', 'n' || i, 1, 1, i, true, '{}', '{}', now() - interval '130 days'
                from generate_series(1, 1300) i
                """, tenant);
        world.tables.update("insert into scope select ?, 's' || i, 1300 from generate_series(0, 2) i", tenant);

        // When
        RetentionRun run = run();

        // Then
        assertThat(run.tombstones()).isEqualTo(1300);
        assertThat(world.tables.rows("select scope, floor from scope where tenant = ? order by scope", tenant))
                .containsExactly("s0|1299", "s1|1300", "s2|1298");
    }

    @Test
    void leavesAllAsItWas_whenTheScopeIsHeldByAMerge() throws Exception {
        // Given
        merge(2, lab.creation("a", "one"), lab.deletion("a", "one"));
        dateBack("a", 121);
        Throwable thrown;
        try (Connection merge = world.database.getConnection()) {
            merge.setAutoCommit(false);
            try (var lock = merge.prepareStatement("select from scope where tenant = ? for update")) {
                lock.setString(1, tenant);
                lock.execute();

                // When
                thrown = catchThrowable(this::run);
            }
            merge.rollback();
        }

        // Then
        assertThat(thrown).isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                .isEqualTo("55P03"));
        assertThat(rows()).containsExactly("a|t");
        assertThat(run().tombstones()).as("the next run").isEqualTo(1);
    }

    private void dateBack(String entity, int days) {
        int dated = world.tables.update(
                "update entity set deleted_at = deleted_at - make_interval(days => ?) where tenant = ? and id = ?",
                days,
                tenant,
                entity);
        assertThat(dated).isEqualTo(1);
    }

    private List<String> rows() {
        return world.tables.rows("select id, deleted from entity where tenant = ? order by id", tenant);
    }

    private List<String> floorAndHead() {
        return world.tables.rows("select floor, position from scope where tenant = ?", tenant);
    }
}
