package io.tidemark.mergeservice.shell;

import io.tidemark.mergeservice.lane.LoopView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Whether the loop still turns. Says nothing of Kafka or PostgreSQL: a restart would not bring them back. */
@Liveness
@Singleton
final class LoopAlive implements HealthCheck {
    /** Above what a step can take at the most: some statements, a publication and a few questions to the broker. */
    private static final Duration SILENCE = Duration.ofMinutes(3);

    private final RunningMerge merge;

    @Inject
    LoopAlive(RunningMerge merge) {
        this.merge = merge;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<LoopView> view = merge.view();
        boolean turns = view.filter(shown -> System.nanoTime() - shown.beat() < SILENCE.toNanos())
                .isPresent();
        return HealthCheckResponse.named("merge loop").status(turns).build();
    }
}
