package io.tidemark.simulator.chaos;

import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.Topics;
import io.tidemark.simulator.oracle.chaos.PoisonPlace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Lays records into the log that are none of ours, in the lanes of the devices' scopes. */
final class Poison implements AutoCloseable {
    private static final int LIMIT_SECONDS = 8;

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<PoisonPlace> laid = new ArrayList<>();
    private int drops;

    Poison(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        "5000",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        "3000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        "7000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @return whether it lies there; a broker that is away takes none */
    synchronized boolean lay(String scope) throws InterruptedException {
        byte[] key = Keys.scope(Cast.TENANT, scope).getBytes(StandardCharsets.UTF_8);
        byte[] value = ("poison " + ++drops).getBytes(StandardCharsets.UTF_8);
        try {
            RecordMetadata lies = producer.send(new ProducerRecord<>(Topics.OPERATIONS.name(), key, value))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            laid.add(new PoisonPlace(lies.partition(), lies.offset()));
            return true;
        } catch (ExecutionException | TimeoutException unknown) {
            // It may lie there all the same: more poison than was laid for sure is no violation.
            return false;
        }
    }

    synchronized List<PoisonPlace> laid() {
        return List.copyOf(laid);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
    }
}
