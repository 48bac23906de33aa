package io.tidemark.merge;

/**
 * Who changed a field last: what a base version is compared with.
 *
 * @param version of the row after that change
 * @param author the device, or the subject of a single-entity request
 */
public record Stamp(long version, String author) {}
