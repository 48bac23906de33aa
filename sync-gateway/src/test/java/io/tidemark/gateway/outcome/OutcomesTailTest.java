package io.tidemark.gateway.outcome;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OutcomesTailTest {
    private static final TopicPartition PARTITION = new TopicPartition("tidemark.outcomes", 7);

    private final Queue<Supplier<Consumer<byte[], byte[]>>> consumers = new ConcurrentLinkedQueue<>();
    private final OutcomesTail tail = new OutcomesTail(
            new WaitingRoom(1), () -> {}, 7, () -> consumers.remove().get());

    @Test
    void goesOnWithAnotherConsumer_whenWhatFailsIsNotKafka() {
        // Given
        consumers.add(() -> {
            throw new IllegalStateException("a class of the TLS set-up is missing");
        });
        consumers.add(() -> {
            MockConsumer<byte[], byte[]> broken = atTheEnd();
            broken.schedulePollTask(() -> {
                throw new NoClassDefFoundError("a decompressor");
            });
            return broken;
        });
        consumers.add(OutcomesTailTest::atTheEnd);
        // When
        tail.start();
        // Then
        try {
            await().atMost(Duration.ofSeconds(20)).until(() -> consumers.isEmpty() && tail.isAtTail());
        } finally {
            tail.stop();
        }
    }

    private static MockConsumer<byte[], byte[]> atTheEnd() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
        consumer.updateEndOffsets(Map.of(PARTITION, 5L));
        return consumer;
    }
}
