package io.tidemark.mergeservice.shell;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.tidemark.mergeservice.measure.RetentionMetrics;
import io.tidemark.mergeservice.retention.InvalidRetention;
import io.tidemark.mergeservice.retention.RetentionJob;
import io.tidemark.mergeservice.retention.RetentionSchedule;
import io.tidemark.mergeservice.retention.RetentionTimes;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The one retention of this process. */
@Singleton
final class RunningRetention {
    private final RetentionSettings settings;
    private final DataSource database;
    private final MeterRegistry registry;
    private volatile @Nullable RetentionSchedule schedule;

    @Inject
    RunningRetention(RetentionSettings settings, DataSource database, MeterRegistry registry) {
        this.settings = settings;
        this.database = database;
        this.registry = registry;
    }

    /** @throws InvalidRetention if the settings cannot be */
    void start() {
        RetentionTimes times = new RetentionTimes(settings.operationLog(), settings.tombstones(), settings.every());
        RetentionSchedule started = new RetentionSchedule(
                new RetentionJob(database, times), times, new RetentionMetrics(registry, InstantSource.system()));
        started.start();
        schedule = started;
    }

    void stop(@Observes ShutdownEvent ignored) {
        RetentionSchedule running = schedule;
        if (running != null) {
            running.close();
        }
    }
}
