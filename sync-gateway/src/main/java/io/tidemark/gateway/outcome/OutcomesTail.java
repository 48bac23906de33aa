package io.tidemark.gateway.outcome;

import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads this gateway's partition of {@code tidemark.outcomes} from its tail, on a thread of its own. What it misses is
 * no loss: the operation log is the truth, and a request that waited in vain asks it.
 *
 * <pre>
 *   starting ──the tail's position is known──► at the tail ──the broker does not answer──► away
 *       ▲                                          ▲ └────────────────────────────────────── │
 *       └────────── consumer failed: made anew ────┴──────────── it answers again ───────────┘
 * </pre>
 */
@Singleton
public final class OutcomesTail {
    private static final Logger LOG = Logger.getLogger(OutcomesTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final long PROBE_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long STALE_NS = TimeUnit.SECONDS.toNanos(6);
    private static final long PAUSE_MS = 1_000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final WaitingRoom room;
    private final Runnable unreadable;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final TopicPartition partition;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "outcomes-tail");
    private volatile boolean atTail;
    private volatile long contactAt;

    @Inject
    OutcomesTail(
            WaitingRoom room,
            GatewayMeters meters,
            OutcomeSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this(
                room,
                meters::unreadableOutcomes,
                settings.partition().orElseGet(() -> ThreadLocalRandom.current().nextInt(Topics.LANES)),
                () -> new KafkaConsumer<>(settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    OutcomesTail(WaitingRoom room, Runnable unreadable, int partition, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.room = room;
        this.unreadable = unreadable;
        this.consumers = consumers;
        this.partition = new TopicPartition(Topics.OUTCOMES.name(), chosen(partition));
    }

    private static int chosen(int partition) {
        if (partition < 0 || partition >= Topics.LANES) {
            throw new IllegalStateException("tidemark.outcomes.partition must be from 0 to " + (Topics.LANES - 1));
        }
        return partition;
    }

    @Startup
    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Shutdown
    void stop() {
        closing.countDown();
        try {
            thread.join(CLOSE_LIMIT.plus(POLL).plus(PROBE_LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The partition that the merge is told to answer on. */
    public int partition() {
        return partition.partition();
    }

    /** Whether an outcome that is published from now on reaches this gateway. */
    public boolean isAtTail() {
        return atTail && System.nanoTime() - contactAt < STALE_NS;
    }

    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                follow(consumer);
            } catch (KafkaException e) {
                LOG.warnf(
                        "Reading outcomes failed, and begins anew: %s",
                        e.getClass().getSimpleName());
            } catch (Throwable defect) {
                // Without this thread the gateway would never be ready again. A JVM out of memory ends by its own
                // option.
                LOG.error("Reading outcomes failed for no reason that is known, and begins anew", defect);
            } finally {
                atTail = false;
            }
            pause();
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition, PROBE_LIMIT);
        contactAt = System.nanoTime();
        atTail = true;
        LOG.infof("Outcomes are read from partition %d", partition.partition());
        while (!isClosing()) {
            consumer.poll(POLL).forEach(this::hear);
            if (System.nanoTime() - contactAt > PROBE_EVERY_NS) {
                probe(consumer);
            }
        }
    }

    /** A poll says nothing when the broker is away; asking for the end of the partition does. */
    private void probe(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.endOffsets(List.of(partition), PROBE_LIMIT);
            contactAt = System.nanoTime();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException away) {
            LOG.debugf("The broker does not answer: %s", away.getClass().getSimpleName());
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        contactAt = System.nanoTime();
        if (room.taken() == 0) {
            return;
        }
        try {
            room.hear(OutcomesRecord.read(JsonReader.read(record.value())));
        } catch (InvalidJson | InvalidShape | RuntimeException fault) {
            unreadable.run();
            LOG.warnf(
                    "An outcome at offset %d cannot be read: %s",
                    record.offset(), fault.getClass().getSimpleName());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause() {
        try {
            closing.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody else owns this thread: kept up, the flag would make every later wait end at once.
            LOG.debug("Interrupted between two attempts");
        }
    }

    /** What an operator sets for all Kafka clients (TLS, SASL), beneath what the tail relies on. */
    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "tidemark-gateway-outcomes");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A tail that was lost is of no use any more: go on from the new one.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        return settings;
    }
}
