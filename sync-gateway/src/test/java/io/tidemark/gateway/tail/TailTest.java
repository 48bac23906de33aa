package io.tidemark.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TailTest {
    @Test
    void keepsWhatTheOperatorSets_whenItIsNoBusinessOfTheTail() {
        // Given
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", "a:1", "security.protocol", "SASL_SSL", "enable.auto.commit", "true");
        // When
        Map<String, Object> settings = Tail.settings(kafka, "a-client");
        // Then
        assertThat(settings)
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("client.id", "a-client")
                .containsEntry("enable.auto.commit", false);
    }
}
