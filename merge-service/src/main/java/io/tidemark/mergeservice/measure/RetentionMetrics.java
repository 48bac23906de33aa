package io.tidemark.mergeservice.measure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of the retention. What is old is told as it stands in the database, whichever instance ran last. */
public final class RetentionMetrics {
    private final InstantSource clock;
    private final Counter runs;
    private final Counter failures;
    private final Counter tombstones;
    private final Counter partitions;
    private final Counter lines;
    private final AtomicLong oldestTombstone = new AtomicLong();
    private final AtomicLong oldestPartition = new AtomicLong();
    private volatile Instant succeeded;

    /** @param clock of this instance; until the database is asked, its start counts as a success */
    public RetentionMetrics(MeterRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.succeeded = clock.instant();
        runs = counter(registry, "runs", "runs of this instance that came to an end");
        failures = counter(registry, "failures", "runs of this instance that failed");
        tombstones = counter(registry, "tombstones.removed", "tombstones removed after their time");
        partitions =
                counter(registry, "partitions.dropped", "partitions of the operation log dropped after their time");
        lines = counter(registry, "lines.removed", "lines of the operation log removed outside of all partitions");
        gauge(
                registry,
                "oldest.tombstone",
                "since the deletion of the oldest tombstone; 0 without one",
                oldestTombstone);
        gauge(
                registry,
                "oldest.partition",
                "since the last line of the oldest partition of the operation log; 0 if it is still written",
                oldestPartition);
        Gauge.builder("tidemark.retention.succeeded.at", this, metrics -> (double) metrics.succeeded.getEpochSecond())
                .description("when a run last left nothing old behind, in Unix time")
                .baseUnit("seconds")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder("tidemark.retention." + name)
                .description(description)
                .register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String description, AtomicLong seconds) {
        Gauge.builder("tidemark.retention." + name, seconds, AtomicLong::get)
                .description(description)
                .baseUnit("seconds")
                .register(registry);
    }

    public void ran(long tombstonesRemoved, int partitionsDropped, long linesRemoved) {
        runs.increment();
        tombstones.increment((double) tombstonesRemoved);
        partitions.increment(partitionsDropped);
        lines.increment((double) linesRemoved);
    }

    public void failed() {
        failures.increment();
    }

    /** All by the database's clock. */
    public void figures(Instant now, Instant success, Optional<Instant> tombstone, Optional<Instant> partition) {
        succeeded = success;
        oldestTombstone.set(age(now, tombstone));
        oldestPartition.set(age(now, partition));
    }

    private static long age(Instant now, Optional<Instant> since) {
        return since.map(at -> Duration.between(at, now).toSeconds()).orElse(0L);
    }

    /** By this instance's clock: the database may be away. */
    public Duration sinceSuccess() {
        return Duration.between(succeeded, clock.instant());
    }
}
