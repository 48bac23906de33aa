/** Latencies and rates. Owns how a percentile is taken; must not know what was measured. */
@NullMarked
package io.tidemark.simulator.statistics;

import org.jspecify.annotations.NullMarked;
