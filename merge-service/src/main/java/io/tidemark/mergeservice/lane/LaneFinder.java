package io.tidemark.mergeservice.lane;

import io.tidemark.mergeservice.store.Claim;
import io.tidemark.mergeservice.store.Store;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Asks Kafka and the store where lanes stand, and puts the store's position right where it cannot be true. */
final class LaneFinder {
    private static final Logger LOG = Logger.getLogger(LaneFinder.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Store store;

    LaneFinder(Consumer<byte[], byte[]> consumer, Admin admin, Store store) {
        this.consumer = consumer;
        this.admin = admin;
        this.store = store;
    }

    /** Positions belong to a topic and not to its name: one that was made anew begins anew. */
    String topicId() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, TopicDescription> found = admin.describeTopics(List.of(KafkaSettings.TOPIC))
                .allTopicNames()
                .get(KafkaSettings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return Optional.ofNullable(found.get(KafkaSettings.TOPIC))
                .orElseThrow(() -> new TimeoutException("the topic is not described"))
                .topicId()
                .toString();
    }

    /**
     * The order of the questions matters: whatever moves meanwhile must look too old, and never too new.
     *
     * @return less than was asked for if another instance moved a position in this moment
     */
    Map<Integer, Footing> find(String topicId, Collection<Integer> partitions) throws SQLException {
        Set<TopicPartition> asked =
                partitions.stream().map(LaneFinder::topicPartition).collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(asked, KafkaSettings.PATIENCE);
        Map<Integer, Long> stored = store.positions(topicId, partitions);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(asked, KafkaSettings.PATIENCE);
        Map<TopicPartition, Long> ends = consumer.endOffsets(asked, KafkaSettings.PATIENCE);
        Map<Integer, Footing> found = new TreeMap<>();
        for (TopicPartition each : asked) {
            OffsetAndMetadata offset = committed.get(each);
            Long position = stored.get(each.partition());
            found.put(
                    each.partition(),
                    Footing.of(
                            offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset()),
                            position == null ? OptionalLong.empty() : OptionalLong.of(position),
                            begins.getOrDefault(each, 0L),
                            ends.getOrDefault(each, 0L)));
        }
        return settle(topicId, found, stored);
    }

    private Map<Integer, Footing> settle(String topicId, Map<Integer, Footing> found, Map<Integer, Long> stored)
            throws SQLException {
        Map<Integer, Long> fresh = new HashMap<>();
        Map<Integer, Footing> settled = new TreeMap<>();
        for (Map.Entry<Integer, Footing> each : found.entrySet()) {
            int partition = each.getKey();
            Footing footing = each.getValue();
            Long before = stored.get(partition);
            if (before == null) {
                fresh.put(partition, footing.position());
            } else if (footing.finding().isAlarming()) {
                LOG.errorf(
                        "lane %d: the store's position %d is %s; taken up at %d, position %d",
                        partition, before, footing.finding(), footing.resume(), footing.position());
                if (!store.resetPosition(topicId, new Claim(partition, before, footing.position()))) {
                    continue;
                }
            }
            settled.put(partition, footing);
        }
        if (!fresh.isEmpty()) {
            store.makePositions(topicId, fresh);
        }
        return settled;
    }

    static TopicPartition topicPartition(int partition) {
        return new TopicPartition(KafkaSettings.TOPIC, partition);
    }
}
