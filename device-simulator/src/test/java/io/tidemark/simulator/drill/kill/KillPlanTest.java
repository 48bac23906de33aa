package io.tidemark.simulator.drill.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.drill.kill.KillPlan.Kill;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    @Test
    void fallsAtEveryPoint_whenThereAreKillsEnough() {
        // When
        List<Kill> plan = KillPlan.of(35, new Random(1));
        // Then
        assertThat(plan).hasSize(35);
        assertThat(plan).extracting(kill -> kill.point().orElse(null)).contains(FailPoint.values());
        assertThat(plan).filteredOn(kill -> kill.point().isEmpty()).hasSize(6);
    }

    @Test
    void beginsWithFileThatIsNotMadeYet() {
        assertThat(KillPlan.of(1, new Random(1)).getFirst().point()).isEqualTo(Optional.of(FailPoint.TABLES_HALF_MADE));
    }
}
