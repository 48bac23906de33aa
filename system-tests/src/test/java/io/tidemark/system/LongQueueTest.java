package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.drill.queue.QueueDrill;
import io.tidemark.simulator.drill.queue.QueueFigures;
import io.tidemark.simulator.drill.queue.QueueOptions;
import io.tidemark.simulator.oracle.Finding;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A fiftieth of {@code ./tidemark drill long-queue}; the whole is in {@code docs/reports}. */
class LongQueueTest {
    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @Test
    void drainsInLittleMemory_whenTheQueueIsLong(@TempDir Path folder) throws Exception {
        // When
        QueueFigures figures = QueueDrill.run(
                        new QueueOptions(20_000), STACK.get(), folder, line -> {}, new StopRequest())
                .orElseThrow();
        // Then
        assertThat(figures.verdict().violations()).isEmpty();
        assertThat(figures.verdict().findings()).extracting(Finding::examined).allMatch(examined -> examined > 0);
        assertThat(figures.heap().getFirst().depth()).isEqualTo(20_000);
        assertThat(figures.heap().getLast().depth()).isZero();
    }
}
