package io.tidemark.mergeservice.retention;

import io.tidemark.protocol.topic.Topics;
import java.time.Duration;

/**
 * How long things are kept, and how often it is looked after them (MS-15). What the topic still holds may be merged
 * again, so the log outlives the topic; a device that may still be told an outcome must not meet an expired feed, nor an
 * edit of what was deleted a refusal of long ago, so the tombstones outlive the log, whose lines are dropped a partition
 * at a time.
 *
 * @param operationLog from an operation's decision; at least as long as {@code tidemark.operations} keeps its records
 * @param tombstones from the deletion; at least as long as the last line of a partition of the operation log
 * @param every from the end of a run to the next; a second to a day
 */
public record RetentionTimes(Duration operationLog, Duration tombstones, Duration every) {
    static final Duration TOPIC =
            Duration.ofMillis(Long.parseLong(Topics.OPERATIONS.config().getOrDefault("retention.ms", "0")));
    static final Duration LONGEST = Duration.ofDays(3650);
    static final Duration MOST_OFTEN = Duration.ofSeconds(1);
    static final Duration LEAST_OFTEN = Duration.ofDays(1);

    private static final String OPERATION_LOG = "tidemark.retention.operation-log";
    private static final String TOMBSTONES = "tidemark.retention.tombstones";
    private static final String EVERY = "tidemark.retention.every";

    /** @throws InvalidRetention if one of them cannot be */
    public RetentionTimes {
        within(OPERATION_LOG, operationLog, TOPIC, "so long " + Topics.OPERATIONS.name() + " keeps its records");
        within(
                TOMBSTONES,
                tombstones,
                operationLog.plusDays(LogPartition.DAYS),
                "that is %s and %d days".formatted(OPERATION_LOG, LogPartition.DAYS));
        if (every.compareTo(MOST_OFTEN) < 0 || every.compareTo(LEAST_OFTEN) > 0) {
            throw new InvalidRetention(EVERY + " is " + every + ": it is from a second to a day");
        }
    }

    private static void within(String setting, Duration value, Duration least, String why) {
        if (value.compareTo(least) < 0) {
            throw new InvalidRetention(
                    "%s is %s: it is at least %s, for %s".formatted(setting, days(value), days(least), why));
        }
        if (value.compareTo(LONGEST) > 0) {
            throw new InvalidRetention("%s is %s: it is at most %s".formatted(setting, days(value), days(LONGEST)));
        }
    }

    private static String days(Duration value) {
        return value.minusDays(value.toDays()).isZero() ? value.toDays() + " days" : value.toString();
    }
}
