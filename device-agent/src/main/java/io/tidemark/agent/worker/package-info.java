/**
 * The shell around the machine: one thread that takes events, steps, and carries the instructions out against store and
 * transport. It decides nothing.
 */
@NullMarked
package io.tidemark.agent.worker;

import org.jspecify.annotations.NullMarked;
