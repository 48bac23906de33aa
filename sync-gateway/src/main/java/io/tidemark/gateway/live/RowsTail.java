package io.tidemark.gateway.live;

import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads {@code tidemark.canonical-rows} from its tail, the lanes of watched scopes alone, on a thread of its own, and
 * wakes who watches. What it misses is no loss: readers ask the store at the end of their wait, and at once when this
 * tail begins anew.
 *
 * <pre>
 *   starting ──a consumer is there──► open ──consumer failed, or the broker does not answer──► closed
 *       ▲                                                                                        │
 *       └───────────────────────────────────── after a pause ────────────────────────────────────┘
 * </pre>
 */
@Singleton
final class RowsTail {
    private static final Logger LOG = Logger.getLogger(RowsTail.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long PROBE_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_MS = 1_000;
    private static final List<TopicPartition> ANY = List.of(new TopicPartition(Topics.CANONICAL_ROWS.name(), 0));

    private final Watchers watchers;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "rows-tail");
    private long probedAt;

    @Inject
    RowsTail(Watchers watchers, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this(
                watchers,
                () -> new KafkaConsumer<>(settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    RowsTail(Watchers watchers, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.watchers = watchers;
        this.consumers = consumers;
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
            thread.join(LIMIT.plus(LIMIT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                follow(consumer);
            } catch (KafkaException e) {
                LOG.warnf(
                        "Reading rows failed, and begins anew: %s", e.getClass().getSimpleName());
            } catch (Throwable defect) {
                // Without this thread readers would only poll. A JVM out of memory ends by its own option.
                LOG.error("Reading rows failed for no reason that is known, and begins anew", defect);
            } finally {
                watchers.open(false);
            }
            pause(PAUSE_MS);
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        Lanes lanes = new Lanes(consumer);
        probe(consumer);
        watchers.open(true);
        while (!isClosing()) {
            lanes.follow(watchers.lanes(), System.nanoTime(), LIMIT).forEach(watchers::covered);
            if (lanes.isEmpty()) {
                pause(POLL.toMillis());
            } else {
                consumer.poll(POLL).forEach(this::hear);
            }
            if (System.nanoTime() - probedAt > PROBE_EVERY_NS) {
                probe(consumer);
            }
        }
    }

    /** A poll says nothing when the broker is away; asking for the end of a partition fails then. */
    private void probe(Consumer<byte[], byte[]> consumer) {
        consumer.endOffsets(ANY, LIMIT);
        probedAt = System.nanoTime();
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(RowSpan.HEADER);
        if (record.key() == null || header == null) {
            return;
        }
        try {
            RowSpan span = RowSpan.read(JsonReader.read(header.value()));
            watchers.hear(Keys.scopeOf(new String(record.key(), StandardCharsets.UTF_8)), span);
        } catch (InvalidJson | InvalidShape fault) {
            LOG.warnf(
                    "A row at offset %d of lane %d cannot be read: %s",
                    record.offset(), record.partition(), fault.getClass().getSimpleName());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause(long millis) {
        try {
            closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody else owns this thread: kept up, the flag would make every later wait end at once.
            LOG.debug("Interrupted between two attempts");
        }
    }

    /** What an operator sets for all Kafka clients (TLS, SASL), beneath what the tail relies on. */
    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "tidemark-gateway-rows");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        return settings;
    }
}
