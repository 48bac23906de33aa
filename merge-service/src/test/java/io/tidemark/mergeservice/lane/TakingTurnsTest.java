package io.tidemark.mergeservice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.mergeservice.batch.Batch;
import io.tidemark.mergeservice.batch.BatchTransaction;
import io.tidemark.mergeservice.batch.RecordReader;
import io.tidemark.mergeservice.store.LostClaim;
import io.tidemark.mergeservice.store.Store;
import io.tidemark.mergeservice.world.Lab;
import io.tidemark.mergeservice.world.RunningLoop;
import io.tidemark.mergeservice.world.Stream;
import io.tidemark.mergeservice.world.Topic;
import io.tidemark.mergeservice.world.World;
import io.tidemark.protocol.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** MS-1: instances that take lanes from each other, and one that does not know that it lost them. */
class TakingTurnsTest {
    private final World world = World.shared();
    private final String tenant = Lab.aTenant();

    @Test
    void mergesEveryOperationOnce_whenInstancesJoinAndLeaveDuringStream() throws Exception {
        // Given
        Stream stream = new Stream(world, tenant, 30);
        try (RunningLoop first = RunningLoop.start(world).awaitReady()) {
            CompletableFuture<Void> pushing = stream.start(20);

            // When
            for (int turn = 0; turn < 4; turn++) {
                try (RunningLoop second = RunningLoop.start(world)) {
                    await("the lanes are shared").atMost(RunningLoop.LIMIT).until(() -> isShared(first, second));
                    int until = stream.rounds() + 5;
                    await().atMost(RunningLoop.LIMIT)
                            .failFast(pushing::isCompletedExceptionally)
                            .until(() -> stream.rounds() >= until);
                }
            }
            stream.stop();
            pushing.get(RunningLoop.LIMIT.toSeconds(), TimeUnit.SECONDS);
            await("every operation is logged")
                    .atMost(RunningLoop.LIMIT)
                    .until(() -> world.tables.logged(tenant) >= stream.operations());
            first.awaitReady();
        }

        // Then
        assertThat(world.tables.logged(tenant)).isEqualTo(stream.operations());
        assertThat(stream.wrong()).isEmpty();
    }

    private static boolean isShared(RunningLoop first, RunningLoop second) {
        return first.loop.view().standing() > 0 && second.loop.view().standing() > 0;
    }

    @Test
    void changesNothing_whenZombieComesWithBatchThatIsMerged() throws Exception {
        // Given: a batch as the zombie polled it, before another instance merged the same records
        Lab lab = Lab.member(world, tenant, "notes", "d1");
        RecordMetadata sent = Topic.send(world, Lab.toRecord(lab.push(lab.creation("a", "one"))));
        ConsumerRecord<byte[], byte[]> record = Topic.read(
                        world, Topics.OPERATIONS.name(), lab.partition(), each -> each.offset() == sent.offset())
                .getFirst();
        try (RunningLoop loop = RunningLoop.start(world)) {
            await().atMost(RunningLoop.LIMIT).until(() -> world.tables.logged(tenant) == 1);
            loop.awaitReady();
        }
        Batch stale = new Batch(
                world.tables
                        .rows("select topic_id from kafka_position where partition = ?", lab.partition())
                        .getFirst(),
                world.ground(),
                Polled.of(List.of(record), Map.of(), new RecordReader(world.types))
                        .groups()
                        .getFirst(),
                new TreeMap<>(Map.of(lab.partition(), sent.offset())));

        // When
        Throwable thrown = Assertions.catchThrowable(
                () -> new BatchTransaction(new Store(world.database), world.types).merge(stale));

        // Then
        assertThat(thrown).isInstanceOf(LostClaim.class);
        assertThat(world.tables.rows("select version from entity where tenant = ?", tenant))
                .containsExactly("1");
    }
}
