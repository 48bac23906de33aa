package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void waitsLongerEachTimeAndThenGivesUp_whenRunsAreShort() {
        // Given
        Patience patience = new Patience();

        // When
        Optional<Duration> first = patience.afterRunOf(SHORT);
        Optional<Duration> second = patience.afterRunOf(SHORT);
        for (int run = 3; run < Patience.LIMIT; run++) {
            assertThat(patience.afterRunOf(SHORT)).isPresent();
        }
        Optional<Duration> last = patience.afterRunOf(SHORT);

        // Then
        assertThat(first).contains(Duration.ofMillis(200));
        assertThat(second).contains(Duration.ofMillis(400));
        assertThat(last).isEmpty();
    }

    @Test
    void startsAtOnceAndForgetsEarlierTrouble_whenRunWasGood() {
        // Given
        Patience patience = new Patience();
        patience.afterRunOf(SHORT);
        patience.afterRunOf(SHORT);

        // When
        Optional<Duration> afterGood = patience.afterRunOf(LONG);

        // Then
        assertThat(afterGood).contains(Duration.ZERO);
        assertThat(patience.afterRunOf(SHORT)).contains(Duration.ofMillis(200));
    }
}
