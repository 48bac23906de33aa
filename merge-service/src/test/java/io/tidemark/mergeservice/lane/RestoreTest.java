package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.lane.CommitNote;
import io.tidemark.merge.lane.Ground;
import io.tidemark.mergeservice.store.LostClaim;
import io.tidemark.mergeservice.store.Store;
import io.tidemark.mergeservice.store.Transaction;
import io.tidemark.mergeservice.world.Kafka;
import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.topic.Topics;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * MS-13, MS-14: each witness of a restore begins a new epoch, once, with two instances running, and nothing is merged
 * under two epochs. The store is taken back in time by hand; RestoredDatabaseTest in system-tests does it for real.
 */
class RestoreTest {
    private final World world = World.shared();
    private final String tenant = Lab.aTenant();
    private final Lab lab = Lab.member(world, tenant, "notes", "d1");
    private final TopicPartition lane = new TopicPartition(Topics.OPERATIONS.name(), lab.partition());
    private final Kafka kafka = new Kafka(world);

    @BeforeEach
    void settleLanes() {
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("first", "one"))));
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(1);
            loop.awaitReady();
        }
    }

    @Test
    void beginsOneEpochAndMergesAgain_whenStoreIsBehindWhatWasCommitted() {
        // Given
        long backup = position();
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("second", "x"))));
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(2);
            loop.awaitReady();
        }
        String before = epoch();
        long epochs = epochs();
        world.tables.update("delete from entity where tenant = ? and id = 'second'", tenant);
        world.tables.update("delete from operation_log where tenant = ? and entity = 'second'", tenant);
        world.tables.update("update scope set position = 1 where tenant = ?", tenant);
        world.tables.update("update device_mark set sequence = 1 where tenant = ?", tenant);
        setPosition(backup);

        // When
        double declared = runTwoUntil(() -> world.tables.logged(tenant) == 2);

        // Then
        assertThat(declared).isEqualTo(1);
        assertThat(epochs()).isEqualTo(epochs + 1);
        assertThat(epoch()).isNotEqualTo(before);
        assertThat(world.tables.rows("select id, version from entity where tenant = ? order by id", tenant))
                .containsExactly("first|1", "second|1");
        assertThat(kafka.note(lane)).contains(new CommitNote(epoch(), topicId()));
    }

    @Test
    void rewindsQuietly_whenCommittedOffsetIsOfAnEpochThatIsOver() {
        // Given
        String over = epoch();
        world.tables.rows("select declare_restore('a test')");
        kafka.commit(lane, position() + 1, new CommitNote(over, topicId()).write());
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("second", "x"))));

        // When
        double declared = runUntil(() -> world.tables.logged(tenant) == 2);

        // Then
        assertThat(declared).isZero();
        assertThat(kafka.committed(lane)).isEqualTo(position());
    }

    @Test
    void beginsOneEpoch_whenKafkaKnowsAnEpochThatTheStoreDoesNot() {
        // Given: all lanes were taken up in an epoch that the backup is older than
        String lost = UUID.randomUUID().toString();
        for (int i = 0; i < Topics.LANES; i++) {
            kafka.commit(new TopicPartition(lane.topic(), i), 0, new CommitNote(lost, topicId()).write());
        }
        long epochs = epochs();

        // When
        double declared = runTwoUntil(() -> epochs() > epochs);

        // Then
        assertThat(declared).isEqualTo(1);
        assertThat(epochs()).as("the lost one is known now, too").isEqualTo(epochs + 2);
        assertThat(world.tables.number("select count(*) from epoch where id::text = ?", lost))
                .isEqualTo(1);
    }

    @Test
    void beginsOneEpoch_whenAnotherServerHoldsTheData() {
        // Given
        assertThat(world.tables.rows("select system_identifier is null, timeline from server"))
                .containsExactly("f|1");
        world.tables.update("update server set timeline = 0");
        long epochs = epochs();

        // When
        double declared = runUntil(() -> epochs() > epochs);

        // Then
        assertThat(declared).isEqualTo(1);
        assertThat(world.tables.rows("select timeline from server")).containsExactly("1");
        assertThat(runUntil(() -> true)).isZero();
    }

    @Test
    void beginsOneEpoch_whenPublishedRowsAreAheadOfTheirScope() {
        // Given: what was committed in Kafka is no more known than to the store
        world.tables.update("update scope set position = 0 where tenant = ?", tenant);
        long epochs = epochs();

        // When
        double declared = runUntil(() -> epochs() > epochs);

        // Then
        assertThat(declared).isEqualTo(1);
        assertThat(runUntil(() -> true)).isZero();
    }

    @Test
    void beginsOneEpochWhileIdle_whenGatewayReportsCursorAhead() {
        // Given
        long epochs = epochs();
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {

            // When
            String said = report(2);

            // Then
            await().atMost(RunningLoop.LIMIT).until(() -> epochs() > epochs);
            loop.awaitReady();
            assertThat(said).isEqualTo("t");
            assertThat(loop.count("tidemark.merge.restores")).isEqualTo(1);
            assertThat(epochs()).isEqualTo(epochs + 1);
        }
    }

    @Test
    void believesNoReport_whenCursorIsNotAhead() {
        // When / Then
        assertThat(report(1)).isEqualTo("null");
        assertThat(world.tables.rows("select witness_cursor_ahead(?, 'notes', gen_random_uuid(), 9)", tenant))
                .containsExactly("null");
        assertThat(world.tables.number("select count(*) from restore_witness where epoch::text = ?", epoch()))
                .isZero();
    }

    @Test
    void mayReportAndNothingElse_whenRoleOnlyReads() throws Exception {
        // Given
        world.tables.update("create role reader");
        try (Connection connection = world.database.getConnection();
                Statement reader = connection.createStatement()) {
            connection.setAutoCommit(false);
            reader.execute("grant select on all tables in schema public to reader");
            reader.execute("set local role reader");
            // A table of the reader's own does not stand in for one of ours.
            reader.execute("create temp table scope (tenant text, scope text, position bigint)");

            // When
            try (ResultSet said = reader.executeQuery(
                    "select witness_cursor_ahead('" + tenant + "', 'notes', (select epoch from server), 1)")) {
                said.next();
                // Then
                assertThat(said.getString(1)).isNull();
            }
            try (ResultSet said = reader.executeQuery(
                    "select witness_cursor_ahead('" + tenant + "', 'notes', (select epoch from server), 2)")) {
                said.next();
                assertThat(said.getBoolean(1)).isTrue();
            }
            Assertions.assertThatThrownBy(() -> reader.execute("select declare_restore('mine')"))
                    .hasMessageContaining("permission denied");
            connection.rollback();
        } finally {
            world.tables.update("drop owned by reader; drop role reader");
        }
    }

    @Test
    void asksNothingThatItMayNot_whenRoleMayNotSeeTheServer() throws Exception {
        // Given
        world.tables.update("create role stranger");
        try (Connection connection = world.database.getConnection();
                Statement stranger = connection.createStatement()) {
            connection.setAutoCommit(false);
            stranger.execute("revoke execute on function pg_control_system(), pg_walfile_name(pg_lsn) from public");
            stranger.execute("set local role stranger");

            // When
            try (ResultSet identity = stranger.executeQuery("select * from server_identity()")) {
                identity.next();

                // Then
                assertThat(identity.getString(1)).isNull();
                assertThat(identity.getString(2)).isNull();
            }
            connection.rollback();
        } finally {
            world.tables.update("drop role stranger");
        }
    }

    @Test
    void goesOnInTheNewEpoch_whenOperatorDeclaresUnderARunningMerge() {
        // Given
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {
            String begun = world.tables
                    .rows("select declare_restore('restored from tape')")
                    .getFirst();

            // When
            Topic.send(world, Lab.toRecord(lab.push(lab.creation("second", "x"))));
            awaitLogged(2);
            loop.awaitReady();

            // Then
            assertThat(epoch()).isEqualTo(begun);
            assertThat(loop.count("tidemark.merge.restores")).isZero();
            assertThat(kafka.note(lane)).contains(new CommitNote(begun, topicId()));
        }
        List<String> spans = Topic.spans(world, lab.partition(), tenant);
        assertThat(spans).hasSize(2);
        assertThat(spans.getLast()).startsWith(epoch());
    }

    @Test
    void waitsForMergesUnderWay_whenRestoreIsDeclared() throws Exception {
        // Given: a merge that has read its epoch
        Ground ground = world.ground();
        CompletableFuture<String> declared;
        try (Transaction merge = new Store(world.database).begin(topicId(), ground)) {
            merge.read(keys(), Long.MAX_VALUE);

            // When
            declared = CompletableFuture.supplyAsync(
                    () -> world.tables.rows("select declare_restore('a test')").getFirst());
            await("it waits for the merge").atMost(RunningLoop.LIMIT).until(() -> world.tables.number("""
                            select count(*) from pg_locks where not granted and relation = 'scope'::regclass
                            """) == 1);

            // Then
            assertThat(epoch()).isEqualTo(ground.epoch());
            merge.commit();
        }
        assertThat(declared.get(RunningLoop.LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(epoch());
    }

    @Test
    void mergesNothing_whenEpochHasChangedSinceLanesWereFound() throws Exception {
        // Given
        Ground ground = world.ground();
        world.tables.rows("select declare_restore('a test')");

        // When / Then
        assertThat(readOn(ground)).isInstanceOf(LostClaim.class);
    }

    @Test
    void mergesNothing_whenDatabaseWasStartedSinceLanesWereFound() throws Exception {
        // Given
        Ground ground = new Ground(epoch(), Instant.EPOCH);

        // When / Then
        assertThat(readOn(ground)).isInstanceOf(LostClaim.class);
    }

    @Test
    void listsWhoseOperationsWereRefused_whenMembershipIsMissingAfterRestore() {
        // Given
        world.tables.rows("select declare_restore('a test')");
        world.tables.update("delete from membership where tenant = ?", tenant);
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("second", "x"))));

        // When
        runUntil(() -> world.tables.logged(tenant) == 2);

        // Then
        assertThat(world.tables.rows(
                        "select scope, subject, operations from refused_since_restore where tenant = ?", tenant))
                .containsExactly("notes|" + Lab.SUBJECT + "|1");
    }

    @Test
    void wantsAReason_whenOperatorGivesNone() {
        // When / Then
        Assertions.assertThatThrownBy(() -> world.tables.rows("select declare_restore('  ')"))
                .hasStackTraceContaining("a restore is declared with a reason");
    }

    private Throwable readOn(Ground ground) throws Exception {
        try (Transaction merge = new Store(world.database).begin(topicId(), ground)) {
            return Assertions.catchThrowable(() -> merge.read(keys(), Long.MAX_VALUE));
        }
    }

    private BatchKeys keys() {
        return BatchKeys.of(Arrival.of(lab.push(lab.creation("third", "x"))));
    }

    /** How often it declared a restore. */
    private double runUntil(Callable<Boolean> reached) {
        try (RunningLoop loop = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT).until(reached);
            return loop.awaitReady().count("tidemark.merge.restores");
        }
    }

    /** How often they declared a restore, together. */
    private double runTwoUntil(Callable<Boolean> reached) {
        try (RunningLoop first = RunningLoop.start(world);
                RunningLoop second = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT)
                    .until(() -> first.loop.view().standing() > 0
                            && second.loop.view().standing() > 0);
            await().atMost(RunningLoop.LIMIT).until(reached);
            first.awaitReady();
            second.awaitReady();
            return first.count("tidemark.merge.restores") + second.count("tidemark.merge.restores");
        }
    }

    private String report(long position) {
        return world.tables
                .rows("select witness_cursor_ahead(?, 'notes', ?::uuid, ?)", tenant, epoch(), position)
                .getFirst();
    }

    private void awaitLogged(long operations) {
        await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) >= operations);
    }

    private String epoch() {
        return world.ground().epoch();
    }

    private long epochs() {
        return world.tables.number("select count(*) from epoch");
    }

    private long position() {
        return world.tables.number("select next_offset from kafka_position where partition = ?", lane.partition());
    }

    private void setPosition(long position) {
        world.tables.update(
                "update kafka_position set next_offset = ? where partition = ?", position, lane.partition());
    }

    private String topicId() {
        return world.tables
                .rows("select topic_id from kafka_position where partition = ?", lane.partition())
                .getFirst();
    }
}
