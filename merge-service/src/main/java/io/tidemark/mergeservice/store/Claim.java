package io.tidemark.mergeservice.store;

/**
 * A partition's position, moved by compare-and-set.
 *
 * @param expected where this service believes it to be
 * @param next the offset after the last record of the batch
 */
public record Claim(int partition, long expected, long next) {}
