package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.demo.Demo;
import io.tidemark.simulator.demo.DemoOptions;
import io.tidemark.simulator.demo.DemoResult;
import io.tidemark.simulator.progress.Reporter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The whole way through real processes, while each of them is killed (SIGKILL) under load: devices go on- and offline
 * and edit the same notes, and the oracle looks for every value. G1 to G7, G9 and G13.
 */
class KilledPartsTest {
    private static final List<String> PARTS = List.of("sync-gateway", "merge-service", "kafka", "postgresql");

    @Test
    void losesNothingAndConverges_whenEveryPartIsKilledDuringPushes() throws Exception {
        // Given
        DemoOptions options = new DemoOptions(5, Duration.ofSeconds(25), 20_261_122L, Optional.empty(), false, PARTS);
        // When
        DemoResult result = Demo.run(options, Reporter.silent());
        // Then
        assertThat(result).isInstanceOfSatisfying(DemoResult.Judged.class, judged -> {
            assertThat(judged.verdict().violations()).isEmpty();
            assertThat(judged.verdict().findings())
                    .allSatisfy(finding -> assertThat(finding.examined()).isPositive());
            assertThat(judged.summary().deaths()).isGreaterThanOrEqualTo(PARTS.size());
            assertThat(judged.summary().saved()).isGreaterThan(100);
            assertThat(judged.summary().count(Status.APPLIED)).isPositive();
            assertThat(judged.summary().count(Status.CONFLICT)).isPositive();
        });
    }
}
