package io.tidemark.mergeservice.retention;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with what is kept, whoever ran last.
 *
 * @param now by the database's clock, as all the others
 * @param succeeded when a run last left nothing old behind
 * @param oldestTombstone when it was deleted
 * @param oldestPartition of the operation log: when its last line was decided
 * @param strays whether lines of the operation log lie outside of all partitions
 */
public record RetentionFigures(
        Instant now,
        Instant succeeded,
        Optional<Instant> oldestTombstone,
        Optional<Instant> oldestPartition,
        boolean strays) {}
