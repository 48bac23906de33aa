package io.tidemark.mergeservice.retention;

import io.tidemark.mergeservice.measure.RetentionMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The job on a thread of its own: at start, and again after each run. A run that fails is tried again with the next. */
public final class RetentionSchedule implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RetentionSchedule.class);
    private static final Duration STOPPING = Duration.ofSeconds(12);

    /** After so long without a run that left nothing old behind, an operator has to look. */
    static final Duration WORRYING = Duration.ofDays(1);

    private final RetentionJob job;
    private final RetentionTimes times;
    private final RetentionMetrics metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "retention");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean stopping;

    public RetentionSchedule(RetentionJob job, RetentionTimes times, RetentionMetrics metrics) {
        this.job = job;
        this.times = times;
        this.metrics = metrics;
    }

    public void start() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::turn, 0, times.every().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Throws nothing, or there would be no next one. */
    private void turn() {
        try {
            Optional<RetentionRun> run = job.run(() -> stopping);
            run.ifPresent(this::done);
        } catch (SQLException | RuntimeException e) {
            metrics.failed();
            LOG.warnf(e, "retention failed, and is tried again in %s", times.every());
        }
        look();
    }

    private void done(RetentionRun run) {
        metrics.ran(run.tombstones(), run.partitions(), run.lines());
        if (run.tombstones() + run.lines() + run.partitions() > 0 || !run.complete()) {
            LOG.infof("retention: %s", run);
        }
    }

    private void look() {
        try {
            RetentionFigures figures = job.figures();
            metrics.figures(figures.now(), figures.succeeded(), figures.oldestTombstone(), figures.oldestPartition());
            if (figures.strays()) {
                LOG.warn("operation_log_rest holds lines: a partition was not made in time, or the clock was set back");
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the figures of the retention cannot be read", e);
        }
        Duration since = metrics.sinceSuccess();
        if (since.compareTo(WORRYING) > 0) {
            LOG.warnf(
                    "retention has not come to an end for %d hours: tombstones and the operation log grow",
                    since.toHours());
        }
    }

    /** A run that is under way ends after the transaction that it is in. */
    @Override
    public void close() {
        stopping = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("retention did not stop within %d s", STOPPING.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
