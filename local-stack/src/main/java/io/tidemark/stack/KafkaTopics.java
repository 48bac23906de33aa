package io.tidemark.stack;

import io.tidemark.protocol.topic.Topic;
import io.tidemark.protocol.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the protocol on a broker of one node; asking for them is also the probe of the broker. */
final class KafkaTopics {
    private static final int LIMIT_MS = 10_000;

    private KafkaTopics() {}

    /** True once the broker answers and every topic has a leader for each of its partitions. */
    static boolean ensure(String bootstrapServers) {
        Properties properties = new Properties();
        properties.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(LIMIT_MS));
        properties.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Integer.toString(LIMIT_MS));
        try (Admin admin = Admin.create(properties)) {
            return ensure(admin);
        } catch (ExecutionException | TimeoutException | KafkaException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean ensure(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        if (admin.describeCluster().nodes().get(LIMIT_MS, TimeUnit.MILLISECONDS).isEmpty()) {
            return false;
        }
        Set<String> present = admin.listTopics().names().get(LIMIT_MS, TimeUnit.MILLISECONDS);
        List<NewTopic> missing = Topics.all().stream()
                .filter(topic -> !present.contains(topic.name()))
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))
                .toList();
        if (!missing.isEmpty()) {
            create(admin, missing);
        }
        return allLed(admin);
    }

    private static void create(Admin admin, List<NewTopic> topics)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(topics).all().get(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static boolean allLed(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        List<String> names = Topics.all().stream().map(Topic::name).toList();
        Map<String, TopicDescription> found =
                admin.describeTopics(names).allTopicNames().get(LIMIT_MS, TimeUnit.MILLISECONDS);
        for (Topic topic : Topics.all()) {
            TopicDescription description = found.get(topic.name());
            if (description == null || description.partitions().size() != topic.partitions()) {
                throw new StackException("kafka: the topic " + topic.name() + " should have " + topic.partitions()
                        + " partitions. Its number is fixed: start with an empty data folder.");
            }
        }
        return found.values().stream()
                .flatMap(description -> description.partitions().stream())
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }
}
