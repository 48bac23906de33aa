package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kustomize itself against our reading of the files: where one of its two commands is there, both must make the same
 * objects. Elsewhere these tests are skipped, and the other checks stand on our reading alone.
 */
class KubectlTest {
    private static final List<List<String>> COMMANDS =
            List.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"));
    private static final int LIMIT_SECONDS = 60;

    @TempDir
    private Path folder;

    record Rendering(int status, String yaml, String errors) {}

    @ParameterizedTest
    @ValueSource(strings = {"deploy", "deploy/overlays/example"})
    void kustomizeMakesTheSameObjects_whenItIsThere(String kustomization) throws IOException {
        // Given
        Tree tree = Tree.ofRepository();
        Cluster ours = Kustomization.render(tree, kustomization);

        // When
        Rendering theirs = kustomize(tree.root().resolve(kustomization));

        // Then
        assertThat(theirs.errors()).isEmpty();
        assertThat(theirs.status()).isZero();
        List<Yaml> documents = Yaml.documents(withoutHashes(theirs.yaml(), ours));
        assertThat(byName(documents)).isEqualTo(byName(ours.objects()));
    }

    @Test
    void kustomizeRefuses_whenAResourceIsMissing() throws IOException {
        // Given
        Files.writeString(
                folder.resolve("kustomization.yaml"),
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [gone.yaml]\n");

        // When
        Rendering rendering = kustomize(folder);

        // Then
        assertThat(rendering.status()).isNotZero();
        assertThat(rendering.errors()).contains("gone.yaml");
    }

    /** Kustomize names a generated ConfigMap by its content; we do not. */
    private static String withoutHashes(String yaml, Cluster ours) {
        String result = yaml;
        for (Yaml map : ours.ofKind("ConfigMap")) {
            String name = map.at("metadata", "name").text();
            result = result.replaceAll("(?m)name: " + name + "-[a-z0-9]{10}$", "name: " + name);
        }
        return result;
    }

    private static Map<String, Yaml> byName(List<Yaml> objects) {
        Map<String, Yaml> named = new TreeMap<>();
        objects.forEach(object -> named.put(
                object.at("kind").text() + " " + object.at("metadata", "name").text(), object));
        return named;
    }

    private Rendering kustomize(Path kustomization) throws IOException {
        List<String> command = COMMANDS.stream()
                .filter(candidate -> isOnThePath(candidate.getFirst()))
                .findFirst()
                .orElse(List.of());
        assumeTrue(!command.isEmpty(), "neither kubectl nor kustomize is here: our own reading stands alone");
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command.get(0), command.get(1), kustomization.toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Rendering(status(process), Files.readString(output), Files.readString(errors));
    }

    private static boolean isOnThePath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int status(Process process) {
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
