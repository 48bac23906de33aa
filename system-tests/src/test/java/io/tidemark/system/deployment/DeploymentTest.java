package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The files that operators are given, held against the services. What each check catches: DoctoredDeploymentTest. */
class DeploymentTest {
    private final Deployment deployment = Deployment.of(Tree.ofRepository());

    private void finds(Function<Deployment, List<String>> check) {
        assertThat(check.apply(deployment)).isEmpty();
    }

    @Test
    void readsEveryPart_whenTheFilesAreOurs() {
        // Given // When // Then: none of the checks below runs over nothing
        assertThat(deployment.compose().containers())
                .extracting(Container::name)
                .containsExactly("postgresql", "kafka", "topics", "migration", "merge-service", "sync-gateway");
        assertThat(deployment.clusters()).hasSize(2).allSatisfy(cluster -> {
            assertThat(cluster.workloads())
                    .extracting(workload -> workload.container().name())
                    .containsExactlyInAnyOrder("sync-gateway", "merge-service", "migration", "topics");
            assertThat(cluster.ofKind("ConfigMap"))
                    .extracting(map -> map.at("metadata", "name").text())
                    .containsExactlyInAnyOrder(
                            "create-topics", "entity-types", "kafka", "sync-gateway", "merge-service");
            assertThat(cluster.ofKind("NetworkPolicy")).hasSize(6);
            assertThat(cluster.ofKind("Service")).hasSize(1);
            assertThat(cluster.ofKind("PodDisruptionBudget")).hasSize(2);
        });
    }

    @Test
    void everyVariableIsAKey_whenAServiceGetsIt() {
        finds(Deployment::settings);
    }

    @Test
    void noSecretStandsInAFile() {
        finds(Deployment::secrets);
    }

    @Test
    void imagesArePinnedAndUnprivilegedAndMadeOfTheBuild() {
        finds(Deployment::images);
    }

    /** The check of images falls back to Quarkus' own layout where nothing is packaged; this one says so. */
    @ParameterizedTest
    @FieldSource("io.tidemark.system.deployment.Container#MODULES")
    void everyCopiedFileIsThere_whenTheServiceIsPackaged(String module) {
        // Given
        Tree tree = Tree.ofRepository();
        assumeTrue(ImageChecks.isPackaged(tree, module), module + " is not packaged here: ./mvnw -DskipTests package");

        // When
        List<String> copied = Dockerfile.of(tree, module).copied();

        // Then
        assertThat(copied).hasSize(4).allMatch(tree::exists);
    }

    @Test
    void everyTopicIsMadeAsTheProtocolWantsIt() {
        finds(Deployment::topics);
    }

    @Test
    void entityTypesAreReadable() {
        finds(Deployment::entityTypes);
    }

    @Test
    void everyProbedPortAndPathIsServed() {
        finds(Deployment::health);
    }

    @Test
    void nobodyIsRootOrWritesToItsImage() {
        finds(Deployment::hardening);
    }

    @Test
    void everyReferenceResolves() {
        finds(Deployment::references);
    }

    @Test
    void networkIsClosedButForTheWays() {
        finds(Deployment::network);
    }
}
