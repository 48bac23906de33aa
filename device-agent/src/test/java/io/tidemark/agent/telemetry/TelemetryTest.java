package io.tidemark.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.protocol.operation.OperationId;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private static final OperationId EDIT = new OperationId(UUID.fromString("0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f"));

    @Test
    void percentileIsAtMostAFifthTooHigh_whenTimesAreSpread() {
        // Given
        TreeMap<Integer, Long> counts = new TreeMap<>();
        LongStream.rangeClosed(1, 10_000).forEach(millis -> counts.merge(Latencies.bucket(millis), 1L, Long::sum));

        // When
        long p95 = Latencies.percentile(counts, 95).orElseThrow().toMillis();

        // Then
        assertThat(p95).isBetween(9_500L, 9_500L * 6 / 5);
        assertThat(Latencies.percentile(Map.of(), 95)).isEmpty();
    }

    @Test
    void bucketsAreBounded_whateverIsCounted() {
        assertThat(Latencies.bucket(Long.MIN_VALUE)).isZero();
        assertThat(Latencies.bucket(Duration.ofDays(365).toMillis()))
                .isEqualTo(Latencies.bucket(Long.MAX_VALUE))
                .isLessThan(128);
    }

    @Test
    void traceIsTheOperations_whenItIsMade() {
        assertThat(new TraceParents(0).of(EDIT)).isEqualTo("00-0199d3a56c1e7cc398c4dc0c0c07398f-98c4dc0c0c07398f-00");
        assertThat(new TraceParents(1).of(EDIT)).endsWith("-01");
        assertThat(new TraceParents(0).of(new OperationId(new UUID(7, 0)))).endsWith("-0000000000000001-00");
        assertThatThrownBy(() -> new TraceParents(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sampleIsThePartThatWasAskedFor_whenIdsAreRandom() {
        // Given
        SplittableRandom random = new SplittableRandom(1);
        TraceParents tenth = new TraceParents(0.1);

        // When
        long sampled = Stream.generate(() -> new OperationId(new UUID(random.nextLong(), random.nextLong())))
                .limit(10_000)
                .filter(operation -> tenth.of(operation).endsWith("-01"))
                .count();

        // Then
        assertThat(sampled).isBetween(900L, 1_100L);
    }
}
