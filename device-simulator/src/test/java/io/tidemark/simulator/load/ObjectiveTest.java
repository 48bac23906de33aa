package io.tidemark.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.simulator.load.Objective.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {
    @Test
    void readsSecondsAsMilliseconds() {
        assertThat(Objective.parse("p95<2s")).isEqualTo(new Objective("p95<2s", Figure.P95, true, 2_000));
        assertThat(Objective.parse("p50 < 150ms").bound()).isEqualTo(150);
        assertThat(Objective.parse("throughput>100/s"))
                .extracting(Objective::below)
                .isEqualTo(false);
    }

    @Test
    void isMissed_whenTheFigureIsNotBelowItsBound() {
        // Given
        Objective objective = Objective.parse("errors<1%");
        // Then
        assertThat(new Objective.Result(objective, 0.99).met()).isTrue();
        assertThat(new Objective.Result(objective, 1).met()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"p95", "p95<", "speed<1s", "errors<1s", "p95<2/s", "p95=2s", ""})
    void refusesWhatItCannotMeasure(String text) {
        assertThatThrownBy(() -> Objective.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
