package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicScriptTest {
    private static final String SCRIPT = Tree.ofRepository().read("deploy/base/create-topics.sh");

    @Test
    void stopsWithTheReason_whenATopicHasAnotherNumberOfPartitions() {
        // Given
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                "REPLICATION_FACTOR", "1",
                "MIN_INSYNC_REPLICAS", "1",
                "PRESENT", "12");

        // When
        ScriptRun run = ScriptRun.of(SCRIPT, environment);

        // Then
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("tidemark.operations has 12 partitions and must have 48");
        assertThat(run.creations()).hasSize(1);
    }
}
