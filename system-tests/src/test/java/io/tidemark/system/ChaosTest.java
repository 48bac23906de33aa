package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.chaos.Chaos;
import io.tidemark.simulator.chaos.ChaosOptions;
import io.tidemark.simulator.chaos.ChaosResult;
import io.tidemark.simulator.chaos.FaultKind;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.progress.Reporter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Two minutes of {@code ./tidemark chaos}: real processes behind bad links, and a restore of the database. G1 to G7, G10
 * and G12 from the history of all calls and from the end.
 */
class ChaosTest {
    @Test
    void keepsItsPromises_whenEverythingBreaks() throws Exception {
        // Given
        ChaosOptions options = new ChaosOptions(12, Duration.ofMinutes(2), 20_261_122L, Optional.empty(), false);
        // When
        ChaosResult result = Chaos.run(options, Reporter.silent(), new StopRequest());
        // Then
        assertThat(result).isInstanceOfSatisfying(ChaosResult.Judged.class, judged -> {
            assertThat(judged.verdict().violations()).isEmpty();
            assertThat(judged.figures().operations()).isGreaterThan(500);
            assertThat(judged.figures().faults()).hasSizeGreaterThanOrEqualTo(8).containsKey(FaultKind.RESTORE);
        });
    }
}
