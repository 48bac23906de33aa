/**
 * Devices: the agent's machine over tables that are kept in memory. Must not know the server, nor what is promised.
 */
@NullMarked
package io.tidemark.simulation.device;

import org.jspecify.annotations.NullMarked;
