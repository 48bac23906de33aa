package io.tidemark.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.topic.Topic;
import io.tidemark.protocol.topic.Topics;
import io.tidemark.stack.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicScriptTest {
    private static final int LIMIT_SECONDS = 30;

    /** What Kafka's own kafka-topics.sh comes down to. */
    private static final String TOOL = """
            #!/bin/sh
            exec "$JAVA" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$JARS" org.apache.kafka.tools.TopicCommand "$@"
            """;

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

    @Test
    void makesTheTopicsOfTheProtocol_whenTheBrokerIsReal() throws Exception {
        try (LocalStack stack = LocalStack.builder().withoutServices().start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            // Given: the stack's own topics away
            List<String> names = Topics.all().stream().map(Topic::name).toList();
            admin.deleteTopics(names).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            Map<String, String> environment = Map.of(
                    "KAFKA_BOOTSTRAP_SERVERS",
                    stack.bootstrapServers(),
                    "REPLICATION_FACTOR",
                    "1",
                    "MIN_INSYNC_REPLICAS",
                    "1",
                    "JAVA",
                    ProcessHandle.current().info().command().orElse("java"),
                    "JARS",
                    Tree.ofRepository().root().resolve("local-stack/parts/target/kafka") + "/*");

            // When
            ScriptRun run = ScriptRun.of(SCRIPT, environment, TOOL);
            ScriptRun again = ScriptRun.of(SCRIPT, environment, TOOL);

            // Then
            assertThat(run.output()).contains("Created topic tidemark.outcomes");
            assertThat(run.status()).isZero();
            assertThat(again.status()).as(again.output()).isZero();
            for (Topic topic : Topics.all()) {
                assertThat(partitions(admin, topic)).isEqualTo(topic.partitions());
                assertThat(config(admin, topic)).containsAllEntriesOf(topic.config());
            }
        }
    }

    private static int partitions(Admin admin, Topic topic) throws Exception {
        return admin.describeTopics(List.of(topic.name()))
                .allTopicNames()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .get(topic.name())
                .partitions()
                .size();
    }

    private static Map<String, String> config(Admin admin, Topic topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return admin
                .describeConfigs(List.of(resource))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .get(resource)
                .entries()
                .stream()
                .filter(entry -> topic.config().containsKey(entry.name()))
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }
}
