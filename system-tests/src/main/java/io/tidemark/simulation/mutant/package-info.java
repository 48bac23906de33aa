/**
 * Known bugs, each a part made otherwise, which the promises must catch. Nothing of what is shipped knows of them.
 */
@NullMarked
package io.tidemark.simulation.mutant;

import org.jspecify.annotations.NullMarked;
