package io.tidemark.stack;

/**
 * A part as it stands.
 *
 * @param pid of its process; 0 when there is none
 * @param port that it listens on, on 127.0.0.1
 * @param starts how many times it has been started, the first included
 */
public record PartStatus(String name, PartState state, long pid, int port, int starts) {}
