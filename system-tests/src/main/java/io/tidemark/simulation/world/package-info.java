/**
 * A world in one thread: its time, its parts, the people in it, and what befalls them. Chance comes from the seed alone.
 */
@NullMarked
package io.tidemark.simulation.world;

import org.jspecify.annotations.NullMarked;
