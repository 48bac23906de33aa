package io.tidemark.mergeservice.lane;

import io.tidemark.merge.lane.CommitNote;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jboss.logging.Logger;

/** MS-9: up to where lanes are published, until the broker has taken note of it. The store's position is the truth. */
final class Offsets {
    private static final Logger LOG = Logger.getLogger(Offsets.class);

    private final Consumer<?, ?> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> published = new HashMap<>();

    Offsets(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    void published(TopicPartition lane, long offset, CommitNote note) {
        published.put(lane, new OffsetAndMetadata(offset, note.write()));
    }

    void forget(Collection<TopicPartition> lanes) {
        published.keySet().removeAll(lanes);
    }

    /** May be repeated: what the broker does not take now, it is told again. */
    void commit() {
        if (published.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(published, KafkaSettings.PATIENCE);
            published.clear();
        } catch (RebalanceInProgressException notNow) {
            LOG.debug("offsets are committed after the rebalance");
        } catch (CommitFailedException notOurs) {
            published.clear();
        }
    }
}
