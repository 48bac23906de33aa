/**
 * What is promised, as objects that are told what happens. Must not know how a part works, nor what befalls it.
 */
@NullMarked
package io.tidemark.simulation.promise;

import org.jspecify.annotations.NullMarked;
