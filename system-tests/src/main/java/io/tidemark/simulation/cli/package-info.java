/**
 * The command line of the simulation.
 */
@NullMarked
package io.tidemark.simulation.cli;

import org.jspecify.annotations.NullMarked;
