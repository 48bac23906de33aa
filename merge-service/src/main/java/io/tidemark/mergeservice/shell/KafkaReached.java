package io.tidemark.mergeservice.shell;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Whether the broker answers right now: a consumer says nothing when it does not. */
@Readiness
@Singleton
final class KafkaReached implements HealthCheck {
    private static final int LIMIT_MS = 2_000;

    private final Map<String, Object> kafka;
    private @Nullable Admin admin;

    @Inject
    KafkaReached(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.kafka = kafka;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("kafka");
        try {
            int nodes = admin().describeCluster(new DescribeClusterOptions().timeoutMs(LIMIT_MS))
                    .nodes()
                    .get(LIMIT_MS, TimeUnit.MILLISECONDS)
                    .size();
            return response.withData("nodes", nodes).up().build();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return response.down().build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return response.down().build();
        }
    }

    private Admin admin() {
        Admin open = admin;
        if (open == null) {
            open = Admin.create(kafka);
            admin = open;
        }
        return open;
    }

    @PreDestroy
    synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
