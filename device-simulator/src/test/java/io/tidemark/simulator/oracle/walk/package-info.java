/** Walks, sound and doctored, and what the rules find in them. */
@NullMarked
package io.tidemark.simulator.oracle.walk;

import org.jspecify.annotations.NullMarked;
