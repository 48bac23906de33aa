package io.tidemark.simulator.oracle.chaos;

/** Where in the log of operations a record lies that nobody can read. */
public record PoisonPlace(int partition, long offset) {}
