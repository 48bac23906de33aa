package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.bench.device.FirstSync;
import io.tidemark.simulator.bench.device.FirstSync.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A part of {@code ./tidemark bench first-sync}. */
class FirstSyncTest {
    private static final int ROWS = 5_000;
    private static final int LARGEST_PAGE = 1_000;

    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    @Test
    void goesOnFromItsCursor_whenTheDeviceIsKilledHalfWay(@TempDir Path folder) throws Exception {
        // When
        FirstSync.Figures figures = new FirstSync(STACK.get(), folder).measure(ROWS, line -> {});
        // Then
        assertThat(figures.rows()).isEqualTo(ROWS);
        assertThat(figures.undisturbed().pages().stream().mapToLong(Page::rows).sum())
                .isEqualTo(ROWS);
        assertThat(figures.killed().millis()).isEmpty();
        assertThat(figures.resumed().pages().getFirst().from()).isPositive();
        long pulled = figures.killed().pages().stream().mapToLong(Page::rows).sum()
                + figures.resumed().pages().stream().mapToLong(Page::rows).sum();
        assertThat(pulled).isBetween((long) ROWS, (long) ROWS + LARGEST_PAGE);
    }
}
