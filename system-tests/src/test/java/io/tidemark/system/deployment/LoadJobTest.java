package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.cli.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The load test as a job, held to the checks of the other workloads, and to the command that it runs. */
class LoadJobTest {
    private static final String FOLDER = "deploy/load";

    private final Tree tree = Tree.ofRepository();
    private final Cluster cluster = Kustomization.render(tree, FOLDER);
    private final Cluster.Workload job = cluster.workload("load");

    @Test
    void isHardenedAndPinned_andHoldsNoSecret() {
        assertThat(HardeningChecks.workload(job)).isEmpty();
        assertThat(ImageChecks.pinned(job.where(), job.container().image())).isEmpty();
        assertThat(SettingChecks.noSecretObjects(cluster)).isEmpty();
        assertThat(SettingChecks.secrets(List.of(job.container()))).isEmpty();
    }

    @Test
    void reachesTheGatewayAndNothingElse() {
        assertThat(NetworkChecks.policies(cluster)).isEmpty();
        assertThat(ReferenceChecks.references(tree, cluster)).isEmpty();
    }

    @Test
    void runsACommandThatTheImageUnderstands() {
        // Given
        List<String> arguments = job.container().yaml().at("args").texts();
        // When
        CommandLine.ParseResult parsed = new CommandLine(Main.class).parseArgs(arguments.toArray(String[]::new));
        // Then
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("load");
        Path token = parsed.subcommand().matchedOptionValue("--token-file", Path.of(""));
        Yaml mount = job.container().yaml().at("volumeMounts").itemWith("name", "load-token");
        assertThat(token).isEqualTo(Path.of(mount.at("mountPath").text(), "token"));
        assertThat(tree.read("deploy/README.md"))
                .contains("kubectl create secret generic load-token --from-file=token");
    }

    @Test
    void isMadeOfWhatTheBuildMakes() {
        // Given
        Dockerfile file = Dockerfile.of(tree, "device-simulator");
        // Then
        assertThat(file.last("USER")).isEqualTo("10001:10001");
        assertThat(file.last("ENTRYPOINT")).startsWith("[").contains("MaxRAMPercentage", Main.class.getName());
        assertThat(ImageChecks.pinned(file.path(), file.last("FROM"))).isEmpty();
        List<String> context =
                new ArrayList<>(tree.read(".dockerignore").lines().toList());
        for (String copied : file.copied()) {
            String kept = copied.endsWith("/") ? "!" + copied + "*" : "!" + copied;
            assertThat(context).contains(kept);
        }
        assertThat(tree.read("device-simulator/pom.xml")).contains("<goal>copy-dependencies</goal>");
    }
}
