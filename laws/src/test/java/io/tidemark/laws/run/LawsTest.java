package io.tidemark.laws.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.laws.history.History;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** All laws over seeded histories. More of them, and one alone: {@code ./tidemark laws --help}. */
class LawsTest {
    private static final long HISTORIES = 5_000;

    @Test
    void allLawsHold_andEachOutcomeOccurs_whenDevicesEditAtRandom() {
        // When
        Tally tally = LawsRun.run(1, HISTORIES, seed -> {});
        // Then
        assertThat(tally.violations()).isEmpty();
        assertThat(Coverage.missing(tally)).isEmpty();
        assertThat(tally.operations()).isGreaterThanOrEqualTo(HISTORIES * History.LEAST_OPERATIONS);
    }

    /** Few enough to be asked of every known defect of the core. */
    @Test
    void allLawsHold_whenHistoriesAreFew() {
        // When
        Tally tally = LawsRun.run(1, 150, seed -> {});
        // Then
        assertThat(tally.violations()).isEmpty();
    }

    @Test
    void comesToTheSame_whateverTheThreads() {
        // Given
        Tally alone = LongStream.range(1, 41)
                .mapToObj(seed -> Tally.of(History.of(seed)))
                .reduce(Tally.none(), Tally::plus);
        // When
        Tally spread = LawsRun.run(1, 40, seed -> {});
        // Then
        assertThat(spread).isEqualTo(alone);
    }

    @Test
    void tellsTheSameStory_whenTheSeedIsTheSame() {
        assertThat(Trace.of(History.of(7))).isEqualTo(Trace.of(History.of(7))).hasSizeGreaterThan(100);
    }

    @Test
    void namesWhatNeverOccurred_whenARunSaysNothing() {
        // Given
        Tally nothing = new Tally(
                Coverage.DEMANDED_FROM,
                0,
                0,
                0,
                Tally.none().endings(),
                Tally.none().faults(),
                Tally.none().resolutions(),
                Tally.none().transactions(),
                Tally.of(History.of(1)).examined(),
                Tally.none().violations());
        // When, Then
        assertThat(Coverage.missing(nothing))
                .contains("no operation ended merged", "no operation ended with the reason add-wins");
    }
}
