/**
 * Real processes and real agents, and what breaks them: links, kills, frozen processes, turned clocks, a restored
 * database. Owns the plan of faults and what carries it out, and takes every call and answer down; whether the promises
 * held, the oracle says.
 */
@NullMarked
package io.tidemark.simulator.chaos;

import org.jspecify.annotations.NullMarked;
