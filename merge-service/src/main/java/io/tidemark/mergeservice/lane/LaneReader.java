package io.tidemark.mergeservice.lane;

import io.tidemark.merge.lane.CommitNote;
import io.tidemark.merge.lane.Footing;
import io.tidemark.merge.lane.Ground;
import io.tidemark.mergeservice.batch.Batch;
import io.tidemark.mergeservice.batch.Incoming;
import io.tidemark.mergeservice.batch.RecordReader;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.mergeservice.publish.PublishFailed;
import io.tidemark.mergeservice.restore.PublishedTail;
import io.tidemark.mergeservice.store.Epochs;
import io.tidemark.mergeservice.store.LostClaim;
import io.tidemark.mergeservice.store.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** A member of the consumer group, one step at a time; its states and rules are those of docs/spec/merge-service.md. */
final class LaneReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LaneReader.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /** How long a restore that was declared elsewhere may stay unknown to an instance with nothing to merge. */
    private static final Duration GLANCE = Duration.ofSeconds(5);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Epochs epochs;
    private final LaneFinder finder;
    private final RecordReader reader;
    private final BatchWork work;
    private final MergeMetrics metrics;
    private final Stillness stillness;
    private final Offsets offsets;
    private final Rests rests;
    private final Consumer<LoopView> watcher;

    private final Lanes lanes = new Lanes();
    private LaneFinder.Topic topic = LaneFinder.Topic.NONE;
    private Optional<Ground> ground = Optional.empty();
    private long lastGlance = System.nanoTime();
    private boolean joined;

    /** @param watcher is shown the state after every step */
    LaneReader(
            Map<String, Object> kafka,
            Store store,
            Epochs epochs,
            RecordReader reader,
            BatchWork work,
            MergeMetrics metrics,
            RandomGenerator random,
            Consumer<LoopView> watcher) {
        this.reader = reader;
        this.work = work;
        this.metrics = metrics;
        this.stillness = new Stillness(metrics, random);
        this.watcher = watcher;
        this.admin = KafkaSettings.admin(kafka);
        this.consumer = KafkaSettings.consumer(kafka);
        this.offsets = new Offsets(consumer);
        this.rests = new Rests(random);
        this.epochs = epochs;
        this.finder = new LaneFinder(consumer, admin, new PublishedTail(kafka), store, epochs, metrics);
        consumer.subscribe(List.of(KafkaSettings.TOPIC), new Assignment());
    }

    /** Returns within seconds, whatever happens: trouble becomes a state. */
    void step() {
        try {
            if (stillness.lasts()) {
                drop(consumer.poll(shorter(stillness.left(), POLL)));
            } else {
                offsets.commit();
                glance();
                findLostLanes();
                work(consumer.poll(POLL));
                stillness.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            retreat(e);
        } catch (Exception e) {
            retreat(e);
        }
        show();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Every lane is paused while we keep still; the poll only tells the group that we live. */
    private static void drop(ConsumerRecords<byte[], byte[]> none) {
        if (!none.isEmpty()) {
            throw new IllegalStateException("a paused lane was read");
        }
    }

    /** MS-14: an instance with nothing to merge learns, too, that the ground has changed, or that it is doubted. */
    private void glance() throws SQLException {
        if (ground.isEmpty() || System.nanoTime() - lastGlance < GLANCE.toNanos()) {
            return;
        }
        Epochs.Glance seen = epochs.glance();
        lastGlance = System.nanoTime();
        if (seen.reported() || !ground.get().equals(seen.ground())) {
            loseAll();
        }
    }

    private void findLostLanes()
            throws SQLException, RestoreDeclared, ExecutionException, TimeoutException, InterruptedException {
        if (lanes.lost().stream().allMatch(rests::lasts)) {
            return;
        }
        LaneFinder.Topic current = finder.topic();
        if (!current.equals(topic)) {
            topic = current;
            loseAll();
        }
        List<Integer> asked =
                lanes.lost().stream().filter(lane -> !rests.lasts(lane)).toList();
        LaneFinder.Found found = finder.find(topic, asked);
        if (!ground.equals(Optional.of(found.ground()))) {
            ground = Optional.of(found.ground());
            loseAll();
        }
        found.footings().forEach(this::takeUp);
        // What Kafka remembers of the lanes names this epoch from now on: a restore after it has its witness (MS-13).
        offsets.commit();
        LOG.infof(
                "%d of %d lanes taken up; published again: %s",
                found.footings().size(), lanes.size(), behind(found.footings()));
    }

    private void takeUp(int partition, Footing footing) {
        metrics.found(footing.finding().isAlarming());
        TopicPartition lane = LaneFinder.topicPartition(partition);
        consumer.seek(lane, footing.resume());
        consumer.resume(List.of(lane));
        lanes.stand(partition, footing.position());
        offsets.published(lane, footing.resume(), note());
    }

    private CommitNote note() {
        return new CommitNote(ground().epoch(), topic.id());
    }

    /** There is one as soon as a lane stands. */
    private Ground ground() {
        return ground.orElseThrow();
    }

    private void loseAll() {
        lanes.loseAll();
        consumer.pause(consumer.assignment());
    }

    /** Lane to the records that were merged, and perhaps not published. */
    private static Map<Integer, Long> behind(Map<Integer, Footing> found) {
        TreeMap<Integer, Long> behind = new TreeMap<>();
        found.forEach((partition, footing) -> {
            if (footing.resume() < footing.position()) {
                behind.put(partition, footing.position() - footing.resume());
            }
        });
        return behind;
    }

    private void work(ConsumerRecords<byte[], byte[]> records) throws SQLException, LostClaim, PublishFailed {
        Polled polled = Polled.of(records, lanes.positions(), reader);
        for (List<Incoming> group : polled.groups()) {
            List<Incoming> standing = group.stream()
                    .filter(each -> lanes.stands(each.record().partition()))
                    .toList();
            if (standing.isEmpty()) {
                continue;
            }
            Batch batch = new Batch(topic.id(), ground(), standing, lanes.positions());
            Set<Integer> locked = work.carryOut(batch);
            batch.ends().forEach((partition, end) -> {
                if (!locked.contains(partition)) {
                    moved(partition, end);
                }
            });
            locked.forEach(this::rest);
            stillness.forget();
            show();
        }
        polled.unknown().forEach(this::hold);
        metrics.lags(
                lanes.positions().keySet(), partition -> consumer.currentLag(LaneFinder.topicPartition(partition)));
    }

    private void moved(int partition, long end) {
        Long position = lanes.positions().get(partition);
        if (position != null) {
            lanes.stand(partition, Math.max(position, end));
        }
        rests.forget(partition);
        offsets.published(LaneFinder.topicPartition(partition), end, note());
    }

    /** MS-8: only this lane waits, until the scope is free. */
    private void rest(int partition) {
        LOG.warnf("lane %d: a scope is held by somebody else: the lane is tried again after a while", partition);
        consumer.pause(List.of(LaneFinder.topicPartition(partition)));
        lanes.lose(partition);
        rests.begin(partition);
    }

    /** MS-6: only this lane waits, for a newer instance to take it over. */
    private void hold(int partition, String what) {
        if (!lanes.stands(partition)) {
            return; // it rests, before it comes to that record
        }
        LOG.errorf("lane %d: %s is not known to this service: the lane waits for one that knows it", partition, what);
        consumer.pause(List.of(LaneFinder.topicPartition(partition)));
        lanes.hold(partition, what);
    }

    /** MS-8: nothing is believed any more; the group is told that we live, and all is found anew after a while. */
    private void retreat(Exception e) {
        loseAll();
        stillness.begin(e);
    }

    private void show() {
        SortedMap<Integer, String> held = new TreeMap<>(lanes.held());
        int lost = lanes.lost().size();
        int standing = lanes.size() - lost - held.size();
        metrics.held(held.size());
        watcher.accept(new LoopView(System.nanoTime(), joined, standing, lost, held, stillness.trouble()));
    }

    @Override
    public void close() {
        try {
            offsets.commit();
        } catch (KafkaException e) {
            LOG.debugf(e, "the next instance publishes the last batch again");
        }
        admin.close(CLOSING);
        finder.close();
        consumer.close(CloseOptions.timeout(CLOSING));
    }

    /** Runs inside {@code poll}, on the loop's thread: no batch is under way. */
    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            joined = true;
            // A position of some kind, or the poll fails for want of one; the right one is found before a record is
            // read.
            partitions.forEach(each -> consumer.seek(each, 0));
            consumer.pause(partitions);
            lanes.assigned(numbers(partitions));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lanes.revoked(numbers(partitions));
            offsets.forget(partitions);
            metrics.revoked(numbers(partitions));
        }

        /** The group took us for dead: whatever we still do on these lanes loses its claim (MS-1). */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            onPartitionsRevoked(partitions);
            joined = false;
        }

        private static List<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).toList();
        }
    }
}
