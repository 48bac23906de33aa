package io.tidemark.agent.sync;

/**
 * What the machine may know of time and chance.
 *
 * @param now milliseconds of a monotonic clock
 * @param dice from 0 inclusive to 1 exclusive, drawn for this step
 */
public record Moment(long now, double dice) {}
