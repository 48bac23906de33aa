package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.merge.lane.CommitNote;
import io.tidemark.mergeservice.batch.Batch;
import io.tidemark.mergeservice.batch.BatchTransaction;
import io.tidemark.mergeservice.batch.RecordReader;
import io.tidemark.mergeservice.store.Store;
import io.tidemark.mergeservice.world.Kafka;
import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * MS-5, MS-7: whatever Kafka and the store say of a lane when an instance takes it up. The rows of "Every start" in
 * docs/spec/merge-service.md; a topic that was made anew is in {@link TopicMadeAnewTest}, a store that went back in
 * {@link RestoreTest}.
 */
class StartTest {
    private final World world = World.shared();
    private final String tenant = Lab.aTenant();
    private final Lab lab = Lab.member(world, tenant, "notes", "d1");
    private final TopicPartition lane = new TopicPartition(Topics.OPERATIONS.name(), lab.partition());
    private final Kafka kafka = new Kafka(world);

    @BeforeEach
    void settleLane() {
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("first", "one"))));
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(1);
            loop.awaitReady();
        }
        assertThat(committed()).isEqualTo(position());
    }

    @Test
    void publishesAgain_whenFormerInstanceDiedBetweenCommitAndPublication() throws Exception {
        // Given: the former instance's transaction, and nothing after it
        OperationsRecord push = lab.push(lab.edit("first", "one", "two"), lab.creation("second", "x"));
        RecordMetadata sent = Topic.send(world, Lab.toRecord(push));
        ConsumerRecord<byte[], byte[]> record = Topic.read(
                        world, lane.topic(), lane.partition(), each -> each.offset() == sent.offset())
                .getFirst();
        new BatchTransaction(new Store(world.database), world.types)
                .merge(new Batch(
                        topicId(),
                        world.ground(),
                        Polled.of(List.of(record), Map.of(), new RecordReader(world.types))
                                .groups()
                                .getFirst(),
                        new TreeMap<>(Map.of(lane.partition(), position()))));
        assertThat(world.tables.logged(tenant)).isEqualTo(3);
        assertThat(outcomes()).isEqualTo(1);

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT).until(() -> outcomes() == 2);
            loop.awaitReady();

            // Then
            assertThat(loop.count("tidemark.merge.republished")).isEqualTo(2);
        }
        assertThat(world.tables.logged(tenant)).isEqualTo(3);
        assertThat(world.tables.rows("select id, version from entity where tenant = ? order by id", tenant))
                .containsExactly("first|2", "second|1");
        List<String> published =
                Topic.read(world, Topics.CANONICAL_ROWS.name(), lane.partition(), this::isOurs).stream()
                        .map(row -> row.value() == null ? "marks" : new String(row.value(), StandardCharsets.UTF_8))
                        .toList();
        assertThat(published).hasSize(4);
        assertThat(published.get(1)).contains("\"two\"");
        assertThat(published.get(2)).contains("\"second\"");
        assertThat(published.get(3)).isEqualTo("marks");
        assertThat(committed()).isEqualTo(position());
    }

    @Test
    void takesUpAtTheSmallerOffsetAndPublishesAgain_whenCommittedOffsetIsBehind() throws Exception {
        // Given
        kafka.commit(lane, position() - 1, note());

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT).until(() -> outcomes() == 2);
            loop.awaitReady();
        }

        // Then
        assertThat(world.tables.logged(tenant)).isEqualTo(1);
        assertThat(world.tables.rows("select id, version from entity where tenant = ?", tenant))
                .containsExactly("first|1");
    }

    @Test
    void takesLogFromItsStart_whenStoreNeverSawIt() {
        // Given
        long before = position();
        world.tables.update("delete from kafka_position where partition = ?", lane.partition());
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("second", "x"))));

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(2);
            loop.awaitReady();
        }

        // Then
        assertThat(position()).isEqualTo(before + 1);
        assertThat(world.tables.notDense(tenant)).isEmpty();
    }

    @Test
    void beginsAtItsPosition_whenGroupHasNoOffset() {
        // Given
        kafka.forget(lane);
        Topic.send(world, Lab.toRecord(lab.push(lab.creation("second", "x"))));

        // When
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(2);
            loop.awaitReady();

            // Then
            assertThat(loop.count("tidemark.merge.republished")).isZero();
        }
        assertThat(committed()).isEqualTo(position());
    }

    @Test
    void findsLanesAnewAndLosesNothing_whenAnotherHasMovedThePosition() {
        // Given
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {
            world.tables.update(
                    "update kafka_position set next_offset = next_offset + 1 where partition = ?", lane.partition());

            // When
            Topic.send(
                    world,
                    List.of(
                            Lab.toRecord(lab.push(lab.creation("second", "x"))),
                            Lab.toRecord(lab.push(lab.creation("third", "x")))));
            awaitLogged(3);
            loop.awaitReady();

            // Then
            assertThat(loop.count("tidemark.merge.claims.lost")).isEqualTo(1);
            assertThat(loop.count("tidemark.merge.restores")).isZero();
        }
        assertThat(world.tables.notDense(tenant)).isEmpty();
    }

    @Test
    void raisesAlarmAndGoesOn_whenLogHasLostItsTail() {
        // Given: what was merged, published and committed is no more in the log
        long end = position();
        world.tables.update("update kafka_position set next_offset = ? where partition = ?", end + 3, lane.partition());
        kafka.commit(lane, end + 3, note());

        // When
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {
            // Then
            assertThat(loop.count("tidemark.merge.position.alarms")).isEqualTo(1);
            assertThat(loop.count("tidemark.merge.restores")).isZero();
        }
        assertThat(committed()).isEqualTo(end);

        // When: the log grows beyond what was lost
        for (int i = 0; i < 5; i++) {
            Topic.send(world, Lab.toRecord(lab.push(lab.creation("n" + i, "x"))));
        }
        try (RunningLoop loop = RunningLoop.start(world)) {
            awaitLogged(6);

            // Then
            assertThat(loop.awaitReady().count("tidemark.merge.position.alarms"))
                    .isZero();
        }
        assertThat(world.tables.notDense(tenant)).isEmpty();
    }

    @Test
    void raisesAlarmAndGoesOn_whenRetentionHasPassedThePosition() {
        // Given: a device that has had no answer, and a merge that was away for too long
        OperationsRecord lost = lab.push(lab.creation("second", "x"));
        OperationsRecord last = lab.push(lab.creation("third", "x"));
        Topic.send(world, List.of(Lab.toRecord(lost), Lab.toRecord(last)));
        kafka.deleteBefore(lane, position() + 1);

        // When
        try (RunningLoop loop = RunningLoop.start(world).awaitReady()) {
            // Then
            assertThat(loop.count("tidemark.merge.position.alarms")).isEqualTo(1);
            assertThat(world.tables.logged(tenant)).as("the chain has a hole").isEqualTo(1);

            // When: it sends again from there
            Topic.send(world, List.of(Lab.toRecord(lost), Lab.toRecord(last)));
            awaitLogged(3);

            // Then
            assertThat(loop.count("tidemark.merge.restores")).isZero();
        }
        assertThat(world.tables.notDense(tenant)).isEmpty();
    }

    private String note() {
        return new CommitNote(world.ground().epoch(), topicId()).write();
    }

    private void awaitLogged(long operations) {
        await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) >= operations);
    }

    private long position() {
        return world.tables.number("select next_offset from kafka_position where partition = ?", lane.partition());
    }

    private String topicId() {
        return world.tables
                .rows("select topic_id from kafka_position where partition = ?", lane.partition())
                .getFirst();
    }

    private long outcomes() {
        return Topic.read(world, Topics.OUTCOMES.name(), Lab.REPLY, this::isOurs)
                .size();
    }

    private boolean isOurs(ConsumerRecord<byte[], byte[]> record) {
        return new String(Objects.requireNonNull(record.key()), StandardCharsets.UTF_8).startsWith(tenant);
    }

    private long committed() {
        return kafka.committed(lane);
    }
}
