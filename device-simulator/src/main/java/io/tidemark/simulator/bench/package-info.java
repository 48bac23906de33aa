/**
 * How fast the whole way is, beside the floor: a bare upsert of the same rows into the same PostgreSQL. Owns the
 * workload, the watcher and the report. Must not know the agents: a benchmark of the server leaves the device out.
 */
@NullMarked
package io.tidemark.simulator.bench;

import org.jspecify.annotations.NullMarked;
