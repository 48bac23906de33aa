package io.tidemark.mergeservice.lane;

import io.tidemark.mergeservice.batch.BatchTransaction;
import io.tidemark.mergeservice.batch.RecordReader;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.mergeservice.measure.OperationTraces;
import io.tidemark.mergeservice.publish.Publisher;
import io.tidemark.mergeservice.store.Epochs;
import io.tidemark.mergeservice.store.Store;
import io.tidemark.protocol.entity.EntityTypes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** The merge on a thread of its own, from start to stop. Nothing ends it but {@link #close}: it waits out all trouble. */
public final class MergeLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MergeLoop.class);
    private static final Duration STOPPING = Duration.ofSeconds(20);

    private final Map<String, Object> kafka;
    private final Store store;
    private final RecordReader records;
    private final Epochs epochs;
    private final BatchTransaction transaction;
    private final MergeMetrics metrics;
    private final OperationTraces traces;
    private final Runnable onDeath;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "merge-loop");
    private volatile LoopView view = LoopView.begin(System.nanoTime());

    /**
     * @param kafka where the broker is, and how to reach it
     * @param database of which this loop holds one connection while it merges
     */
    public MergeLoop(Map<String, Object> kafka, DataSource database, EntityTypes types, MergeMetrics metrics) {
        this(kafka, database, types, metrics, OperationTraces.to(Optional.empty()), () -> {});
    }

    /** @param onDeath is run when the loop ends by an error that it cannot wait out */
    public MergeLoop(
            Map<String, Object> kafka,
            DataSource database,
            EntityTypes types,
            MergeMetrics metrics,
            OperationTraces traces,
            Runnable onDeath) {
        this.onDeath = onDeath;
        this.kafka = Map.copyOf(kafka);
        this.store = new Store(database);
        this.records = new RecordReader(types);
        this.epochs = new Epochs(database);
        this.transaction = new BatchTransaction(store, types);
        this.metrics = metrics;
        this.traces = traces;
    }

    public void start() {
        thread.start();
    }

    public LoopView view() {
        return view;
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        Backoff backoff = Backoff.NONE;
        while (!isStopping()) {
            try (Publisher publisher = new Publisher(kafka);
                    LaneReader reader = open(publisher)) {
                backoff = Backoff.NONE;
                while (!isStopping()) {
                    reader.step();
                }
            } catch (KafkaException e) {
                // The broker's name cannot be resolved, as in a stack that is just starting.
                backoff = backoff.afterFailure();
                LOG.warnf("no consumer can be made: %s", e.getMessage());
                keepStill(backoff.delay(random));
            } catch (Error e) {
                // Nothing would merge any more, in a process that seems to live: whoever supervises it starts a new
                // one.
                LOG.fatal("the merge cannot go on", e);
                onDeath.run();
                throw e;
            }
        }
    }

    private LaneReader open(Publisher publisher) {
        BatchWork work = new BatchWork(transaction, publisher, metrics, traces);
        return new LaneReader(kafka, store, epochs, records, work, metrics, random, shown -> view = shown);
    }

    private boolean isStopping() {
        return stopping.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    private void keepStill(Duration delay) {
        view = LoopView.begin(System.nanoTime());
        try {
            if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("stopping");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes the batch that is under way, and leaves the group. */
    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(STOPPING);
            traces.close();
            if (thread.isAlive()) {
                LOG.warnf("the loop did not stop within %d s", STOPPING.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
