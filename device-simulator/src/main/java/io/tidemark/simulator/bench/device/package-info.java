/**
 * What the device agent costs beside the database beneath it: each figure stands next to bare SQL that writes the same,
 * in the same run. Must not know servers' insides.
 */
@NullMarked
package io.tidemark.simulator.bench.device;

import org.jspecify.annotations.NullMarked;
