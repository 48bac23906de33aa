package io.tidemark.gateway.seal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "c2hvcnQ=", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})
    void stopsTheStart_whenTheKeyIsOfNoUse(String base64) {
        // Given / When / Then
        assertThatThrownBy(() -> SealKey.seal(base64))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("tidemark.cursor.key");
    }
}
