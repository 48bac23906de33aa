package io.tidemark.mergeservice.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends a publication and waits until all in-sync replicas have it. Belongs to one thread. */
public final class Publisher implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Map<String, Object> settings;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param kafka where the broker is, and how to reach it */
    public Publisher(Map<String, Object> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L * 1024 * 1024);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    }

    /** Returns within the delivery time-out: every record has its acknowledgement by then, or its failure. */
    public void publish(Publication publication) throws PublishFailed {
        if (publication.records().isEmpty()) {
            return;
        }
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try {
            Producer<byte[], byte[]> open = open();
            for (ProducerRecord<byte[], byte[]> record : publication.records()) {
                Future<RecordMetadata> unused = open.send(record, (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    }
                });
                if (failure.get() != null) {
                    // Each of the others would wait as long for a broker that is away.
                    break;
                }
            }
            if (failure.get() == null) {
                open.flush();
            }
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        }
        Exception first = failure.get();
        if (first != null) {
            // A producer of which one record failed may be of no more use, and may still hold others of the batch.
            drop(Duration.ZERO);
            throw new PublishFailed(first);
        }
    }

    private Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = new KafkaProducer<>(settings);
            producer = open;
        }
        return open;
    }

    private void drop(Duration limit) {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(limit);
        }
    }

    @Override
    public void close() {
        drop(CLOSING);
    }
}
