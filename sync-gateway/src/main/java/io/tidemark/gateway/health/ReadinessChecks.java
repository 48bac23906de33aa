package io.tidemark.gateway.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.outcome.OutcomesTail;
import io.tidemark.gateway.store.Store;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: the store is reached with its schema, and the broker stands at the tail of our outcomes. */
@Singleton
final class ReadinessChecks {
    @Produces
    @Singleton
    @Readiness
    AsyncHealthCheck store(Store store) {
        return () -> store.isReached().map(reached -> response("store", reached));
    }

    @Produces
    @Singleton
    @Readiness
    AsyncHealthCheck outcomes(OutcomesTail tail) {
        return () -> Uni.createFrom().item(() -> response("outcomes", tail.isAtTail()));
    }

    private static HealthCheckResponse response(String name, boolean up) {
        return HealthCheckResponse.named(name).status(up).build();
    }
}
