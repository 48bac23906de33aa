/**
 * What a person sees while a run goes on. Owns the lines and how a terminal redraws them; must not know where the
 * figures come from.
 */
@NullMarked
package io.tidemark.simulator.progress;

import org.jspecify.annotations.NullMarked;
