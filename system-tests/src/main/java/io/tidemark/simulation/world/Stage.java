package io.tidemark.simulation.world;

import io.tidemark.simulation.promise.Promises;

/** What all parts of a world share: its time, its story, who watches, and what is counted. */
public record Stage(Timeline time, Trace trace, Promises promises, Counts counts) {}
