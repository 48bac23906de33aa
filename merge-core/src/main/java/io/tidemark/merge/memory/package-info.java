/**
 * A store in memory with the real rules on top of it: maps instead of tables, and the shortest statement of what a store
 * of the merge reads and writes. What tests, laws and simulations merge into; it keeps nothing when the process ends.
 */
@NullMarked
package io.tidemark.merge.memory;

import org.jspecify.annotations.NullMarked;
