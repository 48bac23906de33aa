package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** PDEATH: the parts end with their parent, even when nothing in the parent runs any more. */
class ParentDeathTest {
    private static final String READY = "ready";

    /** What stands for a demo or a test run that is killed. Its stack is started by a thread that then ends. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Thread starter = Thread.ofPlatform().start(() -> {
                LocalStack stack = LocalStack.builder()
                        .withoutServices()
                        .dataDirectory(Path.of(arguments[0]))
                        .listener(event -> System.err.println(event))
                        .start();
                stack.parts().forEach(part -> System.out.println(part.pid()));
                System.out.println(READY);
            });
            starter.join();
            new CompletableFuture<Void>().join();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsEveryPart_whenParentIsKilled(@TempDir Path data) throws Exception {
        // Given
        Process parent = parentOn(data);
        List<ProcessHandle> parts = partsOf(parent);
        assertThat(parts).hasSize(2).allMatch(ProcessHandle::isAlive);

        // When
        parent.destroyForcibly().waitFor();

        // Then
        for (ProcessHandle part : parts) {
            part.onExit().get(20, TimeUnit.SECONDS);
            assertThat(part.isAlive()).isFalse();
        }
        try (LocalStack again =
                LocalStack.builder().withoutServices().dataDirectory(data).start()) {
            assertThat(again.healthy()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void stopsPartsInOrder_whenItsWholeProcessGroupIsTold(@TempDir Path data) throws Exception {
        // Given
        Process parent = parentOn(data);
        List<ProcessHandle> parts = partsOf(parent);

        // When
        Platform.succeeds(List.of("kill", "-TERM", "--", "-" + parent.pid()));
        boolean ended = parent.waitFor(60, TimeUnit.SECONDS);

        // Then
        assertThat(ended).isTrue();
        assertThat(parts).hasSize(2).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.readAllLines(events(data)))
                .containsSubsequence("kafka stopped", "postgresql stopped")
                .noneMatch(event -> event.contains("died"));
    }

    /** In a process group of its own, as a terminal's foreground program is. */
    private static Process parentOn(Path data) throws Exception {
        return new ProcessBuilder(List.of(
                        "setsid",
                        Part.java().toString(),
                        "-Dtidemark.home=" + Home.find().directory(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        data.toString()))
                .redirectError(events(data).toFile())
                .start();
    }

    private static Path events(Path data) {
        return data.resolve("events");
    }

    private static List<ProcessHandle> partsOf(Process parent) throws Exception {
        try (BufferedReader reader = parent.inputReader()) {
            return reader.lines()
                    .takeWhile(line -> !READY.equals(line))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
        }
    }
}
