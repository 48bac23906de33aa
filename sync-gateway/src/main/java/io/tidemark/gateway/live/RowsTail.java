package io.tidemark.gateway.live;

import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.tidemark.gateway.tail.Tail;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Reads {@code tidemark.canonical-rows} from its tail, the lanes of watched scopes alone, and wakes who
 * watches. What it misses is no loss: readers ask the store at the end of their wait, and at once when this
 * tail begins anew.
 *
 * <pre>
 *   starting ──a consumer is there──► open ──consumer failed, or the broker does not answer──► closed
 *       ▲                                                                                        │
 *       └───────────────────────────────────── after a pause ────────────────────────────────────┘
 * </pre>
 */
@Singleton
final class RowsTail implements Tail.Reading {
    private static final Logger LOG = Logger.getLogger(RowsTail.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final long PROBE_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final List<TopicPartition> ANY = List.of(new TopicPartition(Topics.CANONICAL_ROWS.name(), 0));

    private final Watchers watchers;
    private final Tail tail;
    private long probedAt;

    @Inject
    RowsTail(Watchers watchers, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.watchers = watchers;
        this.tail = new Tail("rows", Tail.consumers(kafka, "tidemark-gateway-rows"), this);
    }

    @Startup
    void start() {
        tail.start();
    }

    @Shutdown
    void stop() {
        tail.stop(LIMIT.plus(LIMIT));
    }

    @Override
    public void follow(Consumer<byte[], byte[]> consumer, Tail life) {
        Lanes lanes = new Lanes(consumer);
        probe(consumer);
        watchers.open(true);
        while (!life.isClosing()) {
            lanes.follow(watchers.lanes(), System.nanoTime(), LIMIT).forEach(watchers::covered);
            if (lanes.isEmpty()) {
                life.pause(POLL.toMillis());
            } else {
                consumer.poll(POLL).forEach(this::hear);
            }
            if (System.nanoTime() - probedAt > PROBE_EVERY_NS) {
                probe(consumer);
            }
        }
    }

    @Override
    public void lost() {
        watchers.open(false);
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
}
