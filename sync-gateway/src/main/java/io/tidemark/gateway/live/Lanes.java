package io.tidemark.gateway.live;

import io.tidemark.protocol.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The lanes that a consumer reads: those that are watched, and for a minute those that were. */
final class Lanes {
    private static final long KEPT_NS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> watchedAt = new HashMap<>();

    Lanes(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    boolean isEmpty() {
        return watchedAt.isEmpty();
    }

    /**
     * @param now nanoseconds of a monotonic clock
     * @return the lanes that are new: what is published from now on arrives
     */
    List<Integer> follow(Set<Integer> watched, long now, Duration limit) {
        List<Integer> fresh =
                watched.stream().filter(lane -> !watchedAt.containsKey(lane)).toList();
        watched.forEach(lane -> watchedAt.put(lane, now));
        boolean shrunk = watchedAt.values().removeIf(last -> now - last > KEPT_NS);
        if (!fresh.isEmpty() || shrunk) {
            consumer.assign(partitions(watchedAt.keySet()));
        }
        // The end is asked for now, and not at the next poll: what comes before it nobody has missed.
        consumer.endOffsets(partitions(fresh), limit).forEach(consumer::seek);
        return fresh;
    }

    private static List<TopicPartition> partitions(Collection<Integer> lanes) {
        return lanes.stream()
                .map(lane -> new TopicPartition(Topics.CANONICAL_ROWS.name(), lane))
                .toList();
    }
}
