package io.tidemark.simulator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void takesNearestRanks_whenValuesAreUnordered() {
        // Given
        double[] values =
                IntStream.rangeClosed(1, 200).mapToDouble(i -> 201 - i).toArray();

        // When
        Percentiles percentiles = Percentiles.of(values);

        // Then
        assertThat(percentiles).isEqualTo(new Percentiles(200, 100, 190, 198, 200));
    }

    @Test
    void givesTheOnlyValue_whenThereIsOne() {
        // Given
        Latencies latencies = new Latencies();

        // When
        latencies.add(Duration.ofMillis(7));

        // Then
        assertThat(latencies.milliseconds()).isEqualTo(new Percentiles(1, 7, 7, 7, 7));
    }

    @Test
    void keepsEveryValue_whenItsStoreGrows() {
        // Given
        Latencies latencies = new Latencies();

        // When
        IntStream.rangeClosed(1, 5_000).forEach(i -> latencies.add(Duration.ofMillis(i)));

        // Then
        assertThat(latencies.milliseconds()).isEqualTo(new Percentiles(5_000, 2_500, 4_750, 4_950, 5_000));
    }

    @Test
    void isZero_whenNothingWasMeasured() {
        // Given
        Latencies latencies = new Latencies();

        // When
        Percentiles percentiles = latencies.milliseconds();

        // Then
        assertThat(percentiles).isEqualTo(new Percentiles(0, 0, 0, 0, 0));
    }

    @Test
    void findsTheMiddle_whenOddOrEven() {
        // Given
        double[] odd = {9, 1, 5};
        double[] even = {9, 1, 5, 7};

        // When
        double middleOfOdd = Median.of(odd);
        double middleOfEven = Median.of(even);

        // Then
        assertThat(middleOfOdd).isEqualTo(5);
        assertThat(middleOfEven).isEqualTo(6);
        assertThatIllegalArgumentException().isThrownBy(Median::of);
    }
}
