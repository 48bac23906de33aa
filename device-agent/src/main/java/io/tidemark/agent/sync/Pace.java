package io.tidemark.agent.sync;

/**
 * The rhythm of a scope.
 *
 * @param poll milliseconds between two pulls when nothing else asks for one
 * @param batch operations in one push, at most
 */
public record Pace(BackOff backOff, long poll, int batch) {}
