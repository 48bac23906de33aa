package io.tidemark.gateway.enqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OperationsTopicTest {
    @Test
    void keepsWhatTheOperatorSets_whenNoPromiseRestsOnIt() {
        // Given
        Map<String, Object> kafka = Map.of("bootstrap.servers", "a:1", "security.protocol", "SASL_SSL", "acks", "0");
        // When
        Map<String, Object> settings = OperationsTopic.settings(kafka);
        // Then
        assertThat(settings)
                .containsEntry("bootstrap.servers", "a:1")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("acks", "all");
    }
}
