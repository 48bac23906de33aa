package io.tidemark.protocol.topic;

import java.util.Map;

/**
 * A Kafka topic as the services expect it. The number of partitions is part of the protocol: a record's partition is
 * its scope's lane, so a change of the number is a new topic and a drain, never an alteration.
 *
 * @param name the topic's name
 * @param partitions the fixed number of partitions, at least 1
 * @param config topic settings that the promises rest on; replication is the operator's choice
 */
public record Topic(String name, int partitions, Map<String, String> config) {
    public Topic {
        if (partitions < 1) {
            throw new IllegalArgumentException("a topic needs at least one partition");
        }
        config = Map.copyOf(config);
    }
}
