package io.tidemark.simulator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stack.LocalStack;
import org.junit.jupiter.api.Test;

class FloorTest {

    @Test
    void measuresRateAndCpu_whenDatabaseIsThere() throws Exception {
        try (LocalStack stack = LocalStack.builder().withoutServices().start()) {
            // Given
            Floor floor = new Floor(stack, 4_000);

            // When
            FloorFigures figures = floor.measure();

            // Then
            assertThat(figures.passes()).hasSize(Floor.PASSES).contains(figures.rowsPerSecond());
            assertThat(figures.rowsPerSecond()).isPositive();
            assertThat(figures.cpuPerThousand()).isPositive();
            assertThat(figures.statement().count()).isEqualTo(Floor.PASSES * 10 * Floor.CONNECTIONS);
        }
    }
}
