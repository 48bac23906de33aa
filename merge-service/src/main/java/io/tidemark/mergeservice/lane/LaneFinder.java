package io.tidemark.mergeservice.lane;

import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.lane.Chronicle;
import io.tidemark.merge.lane.CommitNote;
import io.tidemark.merge.lane.Evidence;
import io.tidemark.merge.lane.Footing;
import io.tidemark.merge.lane.Ground;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.mergeservice.restore.PublishedTail;
import io.tidemark.mergeservice.store.Claim;
import io.tidemark.mergeservice.store.Epochs;
import io.tidemark.mergeservice.store.Store;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Asks Kafka and the store where lanes stand: declares a restore where they cannot both be right (MS-13), and puts the
 * store's position right where it cannot be true (MS-7).
 */
final class LaneFinder implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneFinder.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final PublishedTail tail;
    private final Store store;
    private final Epochs epochs;
    private final MergeMetrics metrics;
    private boolean saidUnknown;

    /** @param tail closed with this */
    LaneFinder(
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            PublishedTail tail,
            Store store,
            Epochs epochs,
            MergeMetrics metrics) {
        this.consumer = consumer;
        this.admin = admin;
        this.tail = tail;
        this.store = store;
        this.epochs = epochs;
        this.metrics = metrics;
    }

    /**
     * Positions belong to a topic and not to its name: one that was made anew begins anew.
     *
     * @param lanes how many it has
     */
    record Topic(String id, int lanes) {
        static final Topic NONE = new Topic("", 0);
    }

    Topic topic() throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, TopicDescription> described = admin.describeTopics(List.of(KafkaSettings.TOPIC))
                .allTopicNames()
                .get(KafkaSettings.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        TopicDescription found = Optional.ofNullable(described.get(KafkaSettings.TOPIC))
                .orElseThrow(() -> new TimeoutException("the topic is not described"));
        return new Topic(found.topicId().toString(), found.partitions().size());
    }

    /**
     * @param ground on which the lanes stand
     * @param footings less than was asked for if another instance moved a position in this moment
     */
    record Found(Ground ground, Map<Integer, Footing> footings) {}

    /**
     * The order of the questions matters: whatever moves meanwhile must look too old, and never too new.
     *
     * @throws RestoreDeclared if a new epoch has begun
     */
    Found find(Topic topic, Collection<Integer> asked) throws SQLException, RestoreDeclared {
        Set<TopicPartition> all = IntStream.range(0, topic.lanes())
                .mapToObj(LaneFinder::topicPartition)
                .collect(Collectors.toSet());
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all, KafkaSettings.PATIENCE);
        List<Evidence.Trace> traces = tail.read(asked);
        Chronicle chronicle = epochs.chronicle();
        Map<Integer, Long> stored = store.positions(
                topic.id(), IntStream.range(0, topic.lanes()).boxed().toList());
        Map<ScopeKey, Long> heads =
                epochs.heads(traces.stream().map(Evidence.Trace::scope).collect(Collectors.toSet()));
        Map<TopicPartition, Long> ends = consumer.endOffsets(all, KafkaSettings.PATIENCE);
        Evidence evidence =
                new Evidence(topic.id(), commits(committed), byLane(ends), traces, chronicle, stored, heads);
        Optional<String> witness = evidence.restore();
        if (witness.isPresent()) {
            throw declare(witness.get(), evidence);
        }
        recognise(chronicle);
        Map<Integer, Footing> footings = footings(asked, evidence, byLane(begins(asked)));
        return new Found(chronicle.ground(), settle(topic.id(), footings, stored));
    }

    private Map<TopicPartition, Long> begins(Collection<Integer> asked) {
        return consumer.beginningOffsets(
                asked.stream().map(LaneFinder::topicPartition).toList(), KafkaSettings.PATIENCE);
    }

    private static SortedMap<Integer, Evidence.Commit> commits(Map<TopicPartition, OffsetAndMetadata> committed) {
        TreeMap<Integer, Evidence.Commit> commits = new TreeMap<>();
        committed.forEach((lane, offset) -> {
            if (offset != null) {
                commits.put(lane.partition(), new Evidence.Commit(offset.offset(), CommitNote.read(offset.metadata())));
            }
        });
        return commits;
    }

    private static Map<Integer, Long> byLane(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byLane = new HashMap<>();
        offsets.forEach((lane, offset) -> byLane.put(lane.partition(), offset));
        return byLane;
    }

    /** MS-13: the evidence is that of this instance's lanes; epochs that only other lanes name are looked for, too. */
    private RestoreDeclared declare(String why, Evidence evidence) throws SQLException {
        List<Evidence.Trace> everywhere = tail.read(evidence.commits().keySet());
        Set<String> lost = evidence.with(everywhere).lostEpochs();
        Optional<String> begun =
                epochs.declareRestore(why, evidence.chronicle().ground().epoch(), lost);
        if (begun.isEmpty()) {
            return new RestoreDeclared("another instance was first to find that " + why);
        }
        metrics.restored();
        LOG.errorf(
                "the database was restored: epoch %s begins, and every device takes its feed from the start. %s."
                        + " Memberships are not in Kafka: see refused_since_restore, and compare with where they come from",
                begun.get(), why);
        return new RestoreDeclared(why);
    }

    private void recognise(Chronicle chronicle) throws SQLException {
        if (chronicle.identity().isKnown()) {
            if (!chronicle.recorded().isKnown()) {
                epochs.record(chronicle.identity());
            }
        } else if (!saidUnknown) {
            saidUnknown = true;
            LOG.warn("the role may not ask PostgreSQL for its system identifier and timeline: a restore onto another"
                    + " server is told from Kafka's offsets and the feed alone");
        }
    }

    private static Map<Integer, Footing> footings(
            Collection<Integer> asked, Evidence evidence, Map<Integer, Long> begins) {
        Map<Integer, Footing> footings = new TreeMap<>();
        for (int lane : asked) {
            footings.put(
                    lane,
                    Footing.of(
                            evidence.offset(lane),
                            evidence.position(lane),
                            begins.getOrDefault(lane, 0L),
                            evidence.ends().getOrDefault(lane, 0L)));
        }
        return footings;
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
            } else if (footing.finding() != Footing.Finding.STANDS) {
                LOG.logf(
                        footing.finding().isAlarming() ? Logger.Level.ERROR : Logger.Level.INFO,
                        "lane %d: the store's position %d is %s; taken up at %d, position %d",
                        partition,
                        before,
                        footing.finding(),
                        footing.resume(),
                        footing.position());
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

    @Override
    public void close() {
        tail.close();
    }
}
