package io.tidemark.mergeservice.restore;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.lane.CommitNote;
import io.tidemark.merge.lane.Evidence;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/** The last records of {@code tidemark.canonical-rows}: what was published of the last commits. Belongs to one thread. */
public final class PublishedTail implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PublishedTail.class);

    /** Of a lane: the last commit may have only moved marks, in the last of its scopes. */
    private static final int RECORDS = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;

    /** @param kafka where the broker is, and how to reach it */
    public PublishedTail(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * 1024 * 1024);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer = new KafkaConsumer<>(settings);
    }

    /** In no particular order. What cannot be read within seconds is left out: it proves nothing either way. */
    public List<Evidence.Trace> read(Collection<Integer> lanes) {
        List<TopicPartition> partitions = lanes.stream()
                .map(lane -> new TopicPartition(Topics.CANONICAL_ROWS.name(), lane))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
        ends.values().removeIf(end -> end == 0);
        consumer.assign(ends.keySet());
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - RECORDS)));
        try {
            return readUpTo(ends);
        } finally {
            consumer.unsubscribe();
        }
    }

    private List<Evidence.Trace> readUpTo(Map<TopicPartition, Long> ends) {
        List<Evidence.Trace> traces = new ArrayList<>();
        long limit = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
            if (System.nanoTime() - limit > 0) {
                LOG.warnf("the tail of %s was not read in time", Topics.CANONICAL_ROWS.name());
                return traces;
            }
            consumer.poll(POLL).forEach(record -> trace(record).ifPresent(traces::add));
        }
        return traces;
    }

    /** Empty for whatever is not of our making. */
    static Optional<Evidence.Trace> trace(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(RowSpan.HEADER);
        if (header == null || record.key() == null) {
            return Optional.empty();
        }
        try {
            RowSpan span = RowSpan.read(JsonReader.read(header.value()));
            List<String> names = Keys.names(new String(record.key(), StandardCharsets.UTF_8));
            return names.size() >= 2 && CommitNote.isEpoch(span.epoch())
                    ? Optional.of(new Evidence.Trace(new ScopeKey(names.get(0), names.get(1)), span.epoch(), span.to()))
                    : Optional.empty();
        } catch (InvalidJson | InvalidShape e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}
