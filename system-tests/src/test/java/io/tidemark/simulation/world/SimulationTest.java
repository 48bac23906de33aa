package io.tidemark.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulation.world.Simulation.Plan;
import io.tidemark.simulation.world.Simulation.Result;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Worlds under faults. More of them, and one alone: {@code ./tidemark simulate --help}. */
class SimulationTest {
    private static final int EVENTS = 600;

    @Test
    void keepsAllPromises_whenAnythingGoesWrong() {
        // When
        LongStream.rangeClosed(1, 40).forEach(seed -> {
            Result result = Simulation.run(Plan.of(seed, EVENTS), new Parts(), false);
            // Then
            assertThat(result.broken()).as("seed %d", seed).isEmpty();
        });
    }

    @Test
    void tellsTheSameStory_whenTheSeedIsTheSame() {
        // When
        Result first = Simulation.run(Plan.of(7, EVENTS), new Parts(), true);
        Result second = Simulation.run(Plan.of(7, EVENTS), new Parts(), true);
        // Then
        assertThat(second.hash()).isEqualTo(first.hash());
        assertThat(second.lines()).isEqualTo(first.lines()).hasSizeGreaterThan(EVENTS);
    }
}
