package io.tidemark.mergeservice.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.mergeservice.measure.RetentionMetrics;
import io.tidemark.mergeservice.world.RunningLoop;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** MS-15. */
class RetentionJobTest extends RetentionTest {
    @Test
    void isOneAtATime_whenSeveralInstancesAreDue() throws Exception {
        // Given
        try (Connection other = world.database.getConnection()) {
            other.createStatement().execute(RetentionSql.TAKE_TURN);
            // When / Then
            assertThat(job.run(() -> false)).isEmpty();
            other.createStatement().execute(RetentionSql.END_TURN);
        }
        assertThat(job.run(() -> false)).isPresent();
        assertThat(job.run(() -> false)).as("it gave its turn back").isPresent();
    }

    @Test
    void saysHowItStands_whenOneHasRun() throws Exception {
        // Given
        world.tables.update("update retention set succeeded_at = now() - interval '3 days'");
        merge(2, lab.creation("a", "one"), lab.deletion("a", "one"));
        MeterRegistry registry = new SimpleMeterRegistry();
        RetentionMetrics metrics = new RetentionMetrics(registry, InstantSource.fixed(Instant.EPOCH));

        // When
        try (RetentionSchedule schedule = new RetentionSchedule(job, TIMES, metrics)) {
            schedule.start();
            await().atMost(RunningLoop.LIMIT)
                    .until(() -> registry.get("tidemark.retention.succeeded.at")
                                    .gauge()
                                    .value()
                            > 0);
        }

        // Then
        assertThat(registry.get("tidemark.retention.runs").counter().count()).isEqualTo(1);
        assertThat(registry.get("tidemark.retention.failures").counter().count())
                .isZero();
        assertThat(registry.get("tidemark.retention.succeeded.at").gauge().value())
                .isEqualTo(
                        (double) world.tables.number("select floor(extract(epoch from succeeded_at)) from retention"));
        assertThat(world.tables.rows("select succeeded_at > now() - interval '1 hour' from retention"))
                .containsExactly("t");
        assertThat(job.figures().oldestTombstone()).isPresent();
    }

    @Test
    void countsAndGoesOn_whenARunFails() {
        // Given
        MeterRegistry registry = new SimpleMeterRegistry();
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        RetentionMetrics metrics = new RetentionMetrics(registry, InstantSource.fixed(now));
        RetentionTimes often = new RetentionTimes(Duration.ofDays(90), Duration.ofDays(120), RetentionTimes.MOST_OFTEN);
        world.tables.update("alter table retention rename to retention_away");
        try (RetentionSchedule schedule =
                new RetentionSchedule(new RetentionJob(world.database, often), often, metrics)) {
            // When
            schedule.start();
            await().atMost(RunningLoop.LIMIT)
                    .until(() -> registry.get("tidemark.retention.failures")
                                    .counter()
                                    .count()
                            >= 1);
            world.tables.update("alter table retention_away rename to retention");

            // Then
            await().atMost(RunningLoop.LIMIT)
                    .until(() ->
                            registry.get("tidemark.retention.runs").counter().count() >= 1);
        }
    }

    @Test
    void worries_whenTheLastSuccessIsLongAgo() {
        // Given
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        RetentionMetrics metrics = new RetentionMetrics(new SimpleMeterRegistry(), InstantSource.fixed(now));
        assertThat(metrics.sinceSuccess()).as("at start").isZero();
        // When
        metrics.figures(now, now.minus(Duration.ofHours(25)), java.util.Optional.empty(), java.util.Optional.empty());
        // Then
        assertThat(metrics.sinceSuccess()).isGreaterThan(RetentionSchedule.WORRYING);
    }
}
