package io.tidemark.system;

import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.RowCodec;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** All that was ever published on {@code tidemark.canonical-rows}: for each position of an epoch, what it meant. */
final class PublishedPositions {
    private static final Duration POLL = Duration.ofMillis(200);

    private PublishedPositions() {}

    /** "epoch scope position" to the rows that readers were told of for it. */
    static SortedMap<String, SortedSet<String>> read(String bootstrapServers) throws Exception {
        TreeMap<String, SortedSet<String>> meanings = new TreeMap<>();
        List<TopicPartition> lanes = IntStream.range(0, Topics.LANES)
                .mapToObj(lane -> new TopicPartition(Topics.CANONICAL_ROWS.name(), lane))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "auto.offset.reset", "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(lanes);
            consumer.seekToBeginning(lanes);
            Map<TopicPartition, Long> ends = consumer.endOffsets(lanes);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(record, meanings);
                }
            }
        }
        return meanings;
    }

    private static void add(ConsumerRecord<byte[], byte[]> record, Map<String, SortedSet<String>> meanings)
            throws Exception {
        if (record.value() == null) {
            return;
        }
        RowSpan span = RowSpan.read(
                JsonReader.read(record.headers().lastHeader(RowSpan.HEADER).value()));
        CanonicalRow row = RowCodec.read(JsonReader.read(record.value()));
        String scope =
                Keys.names(new String(record.key(), StandardCharsets.UTF_8)).get(1);
        meanings.computeIfAbsent(span.epoch() + " " + scope + " " + row.position(), key -> new TreeSet<>())
                .add(row.toString());
    }
}
