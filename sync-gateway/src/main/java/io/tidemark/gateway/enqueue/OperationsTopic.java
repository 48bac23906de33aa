package io.tidemark.gateway.enqueue;

import io.quarkus.runtime.Shutdown;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.topic.Topics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Appends to {@code tidemark.operations}. Bounded by bytes that are under way: beyond it {@code 503 overloaded}. A
 * failed or timed-out append is {@code 503 log-unavailable}; the record may still land, and a second one is harmless.
 */
@Singleton
final class OperationsTopic {
    /** The topic takes 2 MiB; the rest is for key, headers and the batch that Kafka puts around it. */
    static final int MAX_RECORD = 2 * 1024 * 1024 - 64 * 1024;

    private static final Logger LOG = Logger.getLogger(OperationsTopic.class);
    private static final int MAX_UNDER_WAY = 32 * 1024 * 1024;
    /** A push is one record already: waiting for more of them costs time and saves little. */
    private static final int LINGER_MS = 0;

    private static final int DELIVERY_MS = 10_000;
    static final Duration LIMIT = Duration.ofMillis(DELIVERY_MS + 2_000);

    private final Semaphore room = new Semaphore(MAX_UNDER_WAY);
    private final GatewayMeters meters;
    private final Producer<byte[], byte[]> producer;

    /** {@code send} blocks for up to a second while the broker's metadata are not known: never on an event loop. */
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("operations-sender").factory());

    OperationsTopic(GatewayMeters meters, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.meters = meters;
        this.producer = new KafkaProducer<>(settings(kafka), new ByteArraySerializer(), new ByteArraySerializer());
        meters.gauge("tidemark.enqueue.bytes.under.way", room, free -> MAX_UNDER_WAY - free.availablePermits());
    }

    /** Completes on one of Kafka's threads, when all in-sync replicas have the record. */
    Uni<Void> append(byte[] key, byte[] value, List<Header> headers) {
        if (value.length > MAX_RECORD) {
            return Uni.createFrom()
                    .failure(new Refusal(ProblemType.BODY_TOO_LARGE, "in canonical form the operations are too large"));
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.OPERATIONS.name(), null, null, key, value, headers);
        return Uni.createFrom()
                .completionStage(() -> send(record))
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .onFailure()
                .transform(OperationsTopic::unavailable);
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        int bytes = record.value().length;
        if (!room.tryAcquire(bytes)) {
            acknowledged.completeExceptionally(new Refusal(ProblemType.OVERLOADED));
            return acknowledged;
        }
        long expires = System.nanoTime() + LIMIT.toNanos();
        try {
            sender.execute(() -> hand(record, acknowledged, expires));
        } catch (RejectedExecutionException closing) {
            acknowledged.completeExceptionally(closing);
        }
        return acknowledged.whenComplete((done, failure) -> room.release(bytes));
    }

    private void hand(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> acknowledged, long expires) {
        if (System.nanoTime() - expires > 0) {
            // It stood behind sends that blocked, and its request has been answered.
            acknowledged.completeExceptionally(new Refusal(ProblemType.LOG_UNAVAILABLE));
            return;
        }
        try {
            var unused = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    meters.enqueued(record.value().length);
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (KafkaException | IllegalStateException failure) {
            acknowledged.completeExceptionally(failure);
        }
    }

    private static Throwable unavailable(Throwable failure) {
        if (failure instanceof Refusal) {
            return failure;
        }
        LOG.debugf("An append failed: %s", failure);
        return new Refusal(ProblemType.LOG_UNAVAILABLE, "it is not known whether anything was accepted: send again");
    }

    @Shutdown
    void close() {
        sender.shutdown();
        producer.close(Duration.ofSeconds(5));
    }

    /** What an operator sets for all Kafka clients (TLS, SASL), beneath what the promises rest on. */
    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "tidemark-gateway-operations");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_UNDER_WAY);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MS);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        return settings;
    }
}
