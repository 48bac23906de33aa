package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./tidemark}: which JDK it takes, and what it says to a wrong call. */
class LauncherTest {
    private record Answer(int exitCode, String text) {}

    @Test
    void takesFirstThatIsNewEnough_whenJavaHomeIsTooOld(@TempDir Path folder) throws Exception {
        // Given
        Path old = jdk(folder.resolve("old"), "17.0.15");
        Path noCompiler = jdk(folder.resolve("jdks/a-runtime"), "25.0.1");
        Files.delete(noCompiler.resolve("bin/javac"));
        Path suitable = jdk(folder.resolve("jdks/b suitable"), "21.0.4");
        jdk(folder.resolve("jdks/c-also"), "25");

        // When
        Answer version = launch(
                Map.of(
                        "JAVA_HOME", old.toString(),
                        "TIDEMARK_JDKS", folder.resolve("jdks").toString()),
                "version");

        // Then
        assertThat(version.exitCode()).isZero();
        assertThat(version.text()).contains("JDK 21 in " + suitable);
    }

    @Test
    void prefersJavaHomeThenPath_whenBothAreNewEnough(@TempDir Path folder) throws Exception {
        // Given
        Path home = jdk(folder.resolve("home"), "25.0.3");
        Path onPath = jdk(folder.resolve("on-path"), "22");
        Path link = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(link.resolve("java"), onPath.resolve("bin/java"));
        String path = link + ":/usr/bin:/bin";

        // When
        Answer both = launch(Map.of("JAVA_HOME", home.toString(), "PATH", path), "version");
        Answer pathOnly = launch(Map.of("PATH", path), "version");

        // Then
        assertThat(both.text()).contains("JDK 25 in " + home);
        assertThat(pathOnly.text()).contains("JDK 22 in " + onPath.toRealPath());
    }

    @Test
    void saysWhatItLookedAt_whenThereIsNone(@TempDir Path folder) throws Exception {
        // Given
        Path old = jdk(folder.resolve("old"), "1.8.0_392");

        // When
        Answer answer = launch(
                Map.of(
                        "JAVA_HOME",
                        old.toString(),
                        "TIDEMARK_JDKS",
                        folder.resolve("none").toString(),
                        "PATH",
                        tools(folder)),
                "up");

        // Then
        assertThat(answer.exitCode()).isEqualTo(1);
        assertThat(answer.text())
                .contains("JDK of 21 or later", old + ": JDK 8, too old", "JAVA_HOME")
                .doesNotContain("command not found");
    }

    @Test
    void suggestsCommand_whenItIsUnknown() throws Exception {
        // When
        Answer answer = launch(Map.of(), "stat");

        // Then
        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.text()).contains("no command 'stat'", "Did you mean: status?");
    }

    @Test
    void findsItsFolder_whenCalledThroughLinkFromElsewhere(@TempDir Path folder) throws Exception {
        // Given
        Path script = Home.find().directory().resolve("tidemark");
        Path link = Files.createSymbolicLink(folder.resolve("a link"), script);
        ProcessBuilder builder = new ProcessBuilder(link.toString(), "version").directory(folder.toFile());

        // When
        Answer answer = run(builder);

        // Then
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.text()).startsWith("Tidemark ");
    }

    private static Path jdk(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(folder.resolve("bin").resolve(program), "#!/bin/sh\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }

    /** A PATH with the small tools and no java. */
    private static String tools(Path folder) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of("bash", "dirname", "readlink", "sed", "head", "cat")) {
            Path found = Stream.of("/usr/bin", "/bin")
                    .map(parent -> Path.of(parent, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(tools.resolve(tool), found);
        }
        return tools.toString();
    }

    private static Answer launch(Map<String, String> environment, String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/bash", Home.find().directory().resolve("tidemark").toString(), command);
        builder.environment().remove("JAVA_HOME");
        builder.environment().putAll(environment);
        return run(builder);
    }

    private static Answer run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Answer(process.exitValue(), text);
    }
}
