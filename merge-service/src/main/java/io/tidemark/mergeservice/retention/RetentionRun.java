package io.tidemark.mergeservice.retention;

/**
 * What a run did.
 *
 * @param tombstones removed
 * @param partitions of the operation log dropped
 * @param lines of the operation log removed one by one, as they lay outside of all partitions
 * @param complete whether nothing old is left; otherwise its time was over
 */
public record RetentionRun(long tombstones, int partitions, long lines, boolean complete) {}
