package io.tidemark.mergeservice.retention;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionTimesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "P13D;  P90D;  PT10M; tidemark.retention.operation-log is 13 days: it is at least 14 days",
                "PT0S;  P90D;  PT10M; tidemark.retention.operation-log is 0 days",
                "-P90D; P90D;  PT10M; tidemark.retention.operation-log is -90 days",
                "P90D;  P119D; PT10M; tidemark.retention.tombstones is 119 days: it is at least 120 days",
                "P90D;  PT2879H59M; PT10M; tidemark.retention.tombstones is PT2879H59M",
                "P9999D; P9999D; PT10M; tidemark.retention.operation-log is 9999 days: it is at most 3650 days",
                "P90D;  P9999D; PT10M; tidemark.retention.tombstones is 9999 days: it is at most",
                "P90D;  P120D; PT0S;  tidemark.retention.every is PT0S: it is from a second to a day",
                "P90D;  P120D; PT25H; tidemark.retention.every is PT25H",
            })
    void namesTheSetting_whenItCannotBe(Duration log, Duration tombstones, Duration every, String message) {
        // When / Then
        assertThatThrownBy(() -> new RetentionTimes(log, tombstones, every))
                .isInstanceOf(InvalidRetention.class)
                .hasMessageContaining(message);
    }

    @Test
    void areTaken_whenEachOutlivesTheOneBefore() {
        // When / Then
        assertThatCode(() -> new RetentionTimes(Duration.ofDays(14), Duration.ofDays(44), Duration.ofSeconds(1)))
                .doesNotThrowAnyException();
    }
}
