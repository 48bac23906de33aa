package io.tidemark.gateway.world;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.OperationsRecord;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.Reply;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.ConfigProvider;

/** What really is on the topics, and the merge's voice. */
public final class Topic {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers =
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);

    /** A record of {@code tidemark.operations}, with its headers. */
    public record Enqueued(OperationsRecord record, Map<String, String> headers) {
        /** Whom the gateway wants to be told. */
        public Reply reply() {
            return Optional.ofNullable(headers.get(OperationsRecord.REPLY_HEADER))
                    .flatMap(Reply::parse)
                    .orElseThrow();
        }
    }

    /** Everything that ever went into the scope's lane. */
    public List<Enqueued> enqueued(TestScope scope) throws Exception {
        String key = Keys.scope(scope.tenant(), scope.scope());
        int lane = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % Topics.LANES;
        TopicPartition partition = new TopicPartition(Topics.OPERATIONS.name(), lane);
        List<Enqueued> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false, "auto.offset.reset", "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end =
                    consumer.endOffsets(List.of(partition)).values().iterator().next();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (new String(record.key(), StandardCharsets.UTF_8).equals(key)) {
                        found.add(
                                new Enqueued(OperationsRecord.read(JsonReader.read(record.value())), headers(record)));
                    }
                }
            }
        }
        return found;
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    public void say(int partition, OutcomesRecord record) throws Exception {
        say(partition, CanonicalJson.bytes(record.write()));
    }

    public void say(int partition, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.OUTCOMES.name(), partition, null, value))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    /** What the merge publishes of a commit of which no row carries the span. */
    public void committed(TestScope scope, RowSpan span) throws Exception {
        byte[] key = Keys.scope(scope.tenant(), scope.scope()).getBytes(StandardCharsets.UTF_8);
        int lane = Utils.toPositive(Utils.murmur2(key)) % Topics.LANES;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.CANONICAL_ROWS.name(), lane, key, (byte[]) null);
        record.headers().add(RowSpan.HEADER, CanonicalJson.bytes(span.write()));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(record).get(20, TimeUnit.SECONDS);
        }
    }
}
