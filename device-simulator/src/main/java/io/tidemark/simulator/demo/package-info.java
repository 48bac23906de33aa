/**
 * The demo: people with devices that lose the network, a real stack under them, and the verdict in the end. Owns who
 * does what and when. Judging is the oracle's, drawing is the progress package's.
 */
@NullMarked
package io.tidemark.simulator.demo;

import org.jspecify.annotations.NullMarked;
