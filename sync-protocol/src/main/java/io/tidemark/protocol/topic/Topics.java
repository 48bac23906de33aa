package io.tidemark.protocol.topic;

import java.util.List;
import java.util.Map;

/** The three topics of the way of an operation, named once for code, deployment and tests. */
public final class Topics {
    /** The lanes of a scope: fixed for the life of the topics. */
    public static final int LANES = 48;

    private static final String FOURTEEN_DAYS = Long.toString(14L * 24 * 60 * 60 * 1000);
    private static final String ONE_HOUR = Long.toString(60L * 60 * 1000);

    /** Accepted operations; key = tenant and scope. It is the outbox: it outlives the backup window. */
    public static final Topic OPERATIONS = new Topic(
            "tidemark.operations",
            LANES,
            Map.of("cleanup.policy", "delete", "retention.ms", FOURTEEN_DAYS, "max.message.bytes", "2097152"));

    /**
     * Canonical rows as they were committed; key = entity, in the partition of its scope. A live tail, and a witness of
     * restores: nobody reads it from its start, so it ends as the outbox does.
     */
    public static final Topic CANONICAL_ROWS = new Topic(
            "tidemark.canonical-rows",
            LANES,
            Map.of("cleanup.policy", "compact,delete", "retention.ms", FOURTEEN_DAYS, "max.message.bytes", "2097152"));

    /** Outcomes for the gateway that waits; on the partition that it named. Worthless after a minute. */
    public static final Topic OUTCOMES =
            new Topic("tidemark.outcomes", LANES, Map.of("cleanup.policy", "delete", "retention.ms", ONE_HOUR));

    private Topics() {}

    /** All topics, in the order in which they are made. */
    public static List<Topic> all() {
        return List.of(OPERATIONS, CANONICAL_ROWS, OUTCOMES);
    }
}
