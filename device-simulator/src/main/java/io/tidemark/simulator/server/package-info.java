/**
 * The server as it looks from outside: its HTTP interface and, for the oracle, its tables. Shares no code with the
 * device agent, so that both cannot be wrong in the same way. Must not know fleets, oracles or benchmarks.
 */
@NullMarked
package io.tidemark.simulator.server;

import org.jspecify.annotations.NullMarked;
