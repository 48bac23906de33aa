/**
 * What is promised while everything breaks: the rules of a run's history, beside those of its end. Must not know how a
 * run is made, nor what broke.
 */
@NullMarked
package io.tidemark.simulator.oracle.chaos;

import org.jspecify.annotations.NullMarked;
