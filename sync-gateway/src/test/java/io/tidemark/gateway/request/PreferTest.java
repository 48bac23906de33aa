package io.tidemark.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=2 | 2",
                "WAIT=3 | 3",
                "wait=\"4\" | 4",
                "respond-async, wait=5 | 5",
                "return=minimal; foo, wait=0 | 0",
                "wait=10 | 10",
                "wait=11 | 10",
                "wait=999999999 | 10"
            })
    void waitsAsAsked_whenThePreferenceIsUnderstood(String header, long seconds) {
        // Given / When
        Duration wait = Prefer.wait(List.of(header), Duration.ofSeconds(7));
        // Then
        assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "wait", "wait=", "wait=-1", "wait=1.5", "wait=9999999999", "wait=abc", "respond-async"})
    void waitsTheDefault_whenThePreferenceIsNotUnderstood(String header) {
        // Given / When
        Duration wait = Prefer.wait(List.of(header), Duration.ofSeconds(7));
        // Then
        assertThat(wait).isEqualTo(Duration.ofSeconds(7));
    }
}
