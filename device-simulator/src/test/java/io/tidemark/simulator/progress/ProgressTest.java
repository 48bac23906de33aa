package io.tidemark.simulator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void showsEveryFigure_whenRunning() {
        // Given
        Progress now = after(15, List.of());

        // When
        List<String> block = ProgressLines.block(now, 100);

        // Then
        assertThat(block)
                .containsExactly(
                        "  devices at work  ███████████████░░░░░░░░░░░░░░░  15 of 30 s",
                        "  saved 1,234   synced 1,200   81 operations/s   conflict copies open 7",
                        "  queued 34   oldest 2.5 s   devices online 6 of 8",
                        "  restarts 1   all parts are up");
    }

    @Test
    void keepsItsHeightAndFillsNoMoreThanTheBar_whenTimeIsOver() {
        // Given
        Progress late = after(45, List.of("sync-gateway"));

        // When
        List<String> block = ProgressLines.block(late, 100);

        // Then
        assertThat(block).hasSize(4);
        assertThat(block.getFirst()).contains("█".repeat(30)).doesNotContain("░");
        assertThat(block.getLast()).contains("down: sync-gateway");
    }

    @Test
    void fitsTheTerminal_whenThatIsNarrow() {
        // Given
        Progress now = after(15, List.of("postgresql", "kafka", "merge-service", "sync-gateway"));

        // When
        List<String> block = ProgressLines.block(now, 50);

        // Then
        assertThat(block).allMatch(line -> line.length() <= 50).anyMatch(line -> line.endsWith("…"));
    }

    @Test
    void drawsOverTheLastBlock_whenProgressComesAgain() {
        // Given
        TerminalReporter reporter = new TerminalReporter(out, 100);
        reporter.progress(after(1, List.of()));
        written.reset();

        // When
        reporter.progress(after(2, List.of()));

        // Then
        assertThat(text()).startsWith("\u001b[4A\r").contains("2 of 30 s\u001b[K\n");
    }

    @Test
    void putsLineAboveTheBlock_whenSomethingIsSaid() {
        // Given
        TerminalReporter reporter = new TerminalReporter(out, 100);
        reporter.progress(after(1, List.of()));
        written.reset();

        // When
        reporter.say("kafka died");

        // Then
        assertThat(text()).isEqualTo("\u001b[4A\r\u001b[Jkafka died\n");
    }

    @Test
    void writesOneLineInFiveSeconds_whenThereIsNoTerminal() {
        // Given
        PlainReporter reporter = new PlainReporter(out);

        // When
        for (int second = 0; second <= 10; second++) {
            reporter.progress(after(second, List.of()));
        }

        // Then
        assertThat(text().lines()).hasSize(3).allMatch(line -> line.contains("saved 1234, synced 1200 (81/s)"));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static Progress after(int seconds, List<String> down) {
        return new Progress(
                "devices at work",
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(30),
                1234,
                1200,
                81.4,
                34,
                Duration.ofMillis(2500),
                7,
                1,
                6,
                8,
                down);
    }
}
