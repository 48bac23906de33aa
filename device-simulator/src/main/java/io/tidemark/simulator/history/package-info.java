/**
 * What was called and what was answered in a run, as lines of JSON in a file. Must not know what any of it means, nor
 * whether it is right.
 */
@NullMarked
package io.tidemark.simulator.history;

import org.jspecify.annotations.NullMarked;
