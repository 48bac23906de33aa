package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.stack.LocalStack;
import io.tidemark.system.deployment.Cluster.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged services with what the manifests give them: no engine for containers, but real processes. */
class ManifestsRunTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ENDED_BY_SIGTERM = 143;

    private static final Tree TREE = Tree.ofRepository();
    private static @Nullable LocalStack stack;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startTheStores() {
        Container.MODULES.forEach(module -> assumeTrue(
                ImageChecks.isPackaged(TREE, module), module + " is not packaged here: ./mvnw -DskipTests package"));
        stack = LocalStack.builder().withoutServices().start();
    }

    @AfterAll
    static void stopTheStores() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void migrationEndsAndServicesBecomeReady_whenTheyGetWhatTheManifestsSay() throws Exception {
        // Given
        Cluster cluster = Kustomization.render(TREE, "deploy");

        // When // Then: in the order of deploy/README.md
        try (PodProcess migration = start(cluster, "migration")) {
            assertThat(migration.end(LIMIT)).as(migration.log()).isZero();
        }
        try (PodProcess merge = start(cluster, "merge-service");
                PodProcess gateway = start(cluster, "sync-gateway")) {
            answersItsProbes(merge, cluster.workload("merge-service"));
            answersItsProbes(gateway, cluster.workload("sync-gateway"));
            endsInTime(gateway, cluster.workload("sync-gateway"));
            endsInTime(merge, cluster.workload("merge-service"));
        }
    }

    @Test
    void gatewayEndsAndNamesTheKey_whenTheManifestForgetsIt() throws Exception {
        // Given
        Tree doctored =
                TREE.with("deploy/base/sync-gateway.yaml", "name: TIDEMARK_CURSOR_KEY", "name: TIDEMARK_CURSORS_KEY");

        // When
        try (PodProcess gateway = start(Kustomization.render(doctored, "deploy"), "sync-gateway")) {
            boolean ready = gateway.becomesReady("/q/health/ready", LIMIT);

            // Then
            assertThat(ready).isFalse();
            assertThat(gateway.log()).contains("tidemark.cursor.key");
        }
    }

    private PodProcess start(Cluster cluster, String name) throws Exception {
        return PodProcess.start(TREE, cluster, cluster.workload(name), Objects.requireNonNull(stack), folder);
    }

    private static void answersItsProbes(PodProcess process, Workload workload) throws Exception {
        Yaml container = workload.container().yaml();
        String ready = container.at("readinessProbe", "httpGet", "path").text();
        assertThat(process.becomesReady(ready, LIMIT)).as(process.log()).isTrue();
        assertThat(process.probe(container.at("startupProbe", "httpGet", "path").text()))
                .isEqualTo(200);
        assertThat(process.probe(
                        container.at("livenessProbe", "httpGet", "path").text()))
                .isEqualTo(200);
        assertThat(process.probe("/q/metrics")).isEqualTo(200);
    }

    private static void endsInTime(PodProcess process, Workload workload) throws Exception {
        int seconds = workload.pod().at("terminationGracePeriodSeconds").number();
        process.terminate();
        assertThat(process.end(Duration.ofSeconds(seconds))).as(process.log()).isIn(0, ENDED_BY_SIGTERM);
    }
}
