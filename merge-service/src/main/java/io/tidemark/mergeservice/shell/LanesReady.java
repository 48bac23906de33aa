package io.tidemark.mergeservice.shell;

import io.tidemark.mergeservice.lane.LoopView;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Whether all lanes of this instance are being merged; Quarkus' own checks ask the database and the broker. */
@Readiness
@Singleton
final class LanesReady implements HealthCheck {
    private final RunningMerge merge;

    @Inject
    LanesReady(RunningMerge merge) {
        this.merge = merge;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("lanes");
        Optional<LoopView> view = merge.view();
        view.ifPresent(shown -> response.withData("standing", shown.standing())
                .withData("lost", shown.lost())
                .withData("held", shown.held().toString())
                .withData("keepsStill", shown.trouble().isPresent()));
        return response.status(view.filter(LoopView::isReady).isPresent()).build();
    }
}
