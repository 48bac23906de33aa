/**
 * Many worlds, what they came to, and the smallest one that is broken.
 */
@NullMarked
package io.tidemark.simulation.run;

import org.jspecify.annotations.NullMarked;
