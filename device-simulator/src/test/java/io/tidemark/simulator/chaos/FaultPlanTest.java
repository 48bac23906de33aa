package io.tidemark.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.chaos.FaultPlan.Fault;
import io.tidemark.simulator.chaos.FaultPlan.Plan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @Test
    void isTheSame_whenTheSeedIs() {
        assertThat(FaultPlan.of(QUARTER, new Random(7))).isEqualTo(FaultPlan.of(QUARTER, new Random(7)));
        assertThat(FaultPlan.of(QUARTER, new Random(7))).isNotEqualTo(FaultPlan.of(QUARTER, new Random(8)));
    }

    @Test
    void hasEveryKindAndThreeHundredFaults_whenItLastsAQuarterOfAnHour() {
        // When
        Plan plan = FaultPlan.of(QUARTER, new Random(1));
        // Then
        assertThat(plan.faults()).hasSizeGreaterThan(300);
        assertThat(plan.faults().stream().map(Fault::kind).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(FaultKind.class));
        assertThat(plan.faults())
                .isSortedAccordingTo((one, other) -> one.after().compareTo(other.after()));
    }

    @Test
    void takesTheBackupBeforeItsReturn_whenThereIsTimeForOne() {
        // When
        Plan plan = FaultPlan.of(QUARTER, new Random(1));
        // Then
        assertThat(plan.restore()).isTrue();
        assertThat(plan.faults().stream()
                        .filter(fault -> fault.kind() == FaultKind.RESTORE)
                        .map(Fault::after))
                .singleElement()
                .satisfies(at -> assertThat(at).isGreaterThan(plan.backup()));
        assertThat(FaultPlan.of(Duration.ofSeconds(30), new Random(1)).restore())
                .isFalse();
    }
}
