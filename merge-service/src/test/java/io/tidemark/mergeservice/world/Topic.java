package io.tidemark.mergeservice.world;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts records on topics and reads what is on them. */
public final class Topic {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Topic() {}

    public static List<RecordMetadata> send(World world, List<ProducerRecord<byte[], byte[]>> records) {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                world.stack.bootstrapServers(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class))) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            List<RecordMetadata> acknowledged = new ArrayList<>();
            for (Future<RecordMetadata> each : sent) {
                acknowledged.add(each.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
            return acknowledged;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RecordMetadata send(World world, ProducerRecord<byte[], byte[]> record) {
        return send(world, List.of(record)).getFirst();
    }

    public static Consumer<byte[], byte[]> reader(World world, String topic, int partition) {
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                world.stack.bootstrapServers(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class));
        TopicPartition assigned = new TopicPartition(topic, partition);
        consumer.assign(List.of(assigned));
        consumer.seekToBeginning(List.of(assigned));
        return consumer;
    }

    /** What is on the partition now and is wanted, in order. */
    public static List<ConsumerRecord<byte[], byte[]>> read(
            World world, String topic, int partition, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
        TopicPartition read = new TopicPartition(topic, partition);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = reader(world, topic, partition)) {
            long end = consumer.endOffsets(List.of(read)).getOrDefault(read, 0L);
            long limit = System.nanoTime() + LIMIT.toNanos();
            while (consumer.position(read) < end && System.nanoTime() < limit) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (wanted.test(record)) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    /** The spans of a tenant's records on {@code tidemark.canonical-rows}, in order: "epoch from to". */
    public static List<String> spans(World world, int lane, String tenant) {
        List<String> spans = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(world, Topics.CANONICAL_ROWS.name(), lane, each -> new String(
                        Objects.requireNonNull(each.key()), StandardCharsets.UTF_8)
                .startsWith(tenant))) {
            try {
                RowSpan span = RowSpan.read(JsonReader.read(
                        record.headers().lastHeader(RowSpan.HEADER).value()));
                spans.add(span.epoch() + " " + span.from() + " " + span.to());
            } catch (InvalidJson | InvalidShape e) {
                throw new AssertionError(e);
            }
        }
        return spans;
    }
}
