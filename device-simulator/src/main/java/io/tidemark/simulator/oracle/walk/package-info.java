/**
 * Judges a cursor walk: what readers of one feed recorded, against what the writers noted themselves. Owns the history
 * and the rules. Pure, and linear in the length of the history but for sorting; must not know HTTP, SQL or processes.
 */
@NullMarked
package io.tidemark.simulator.oracle.walk;

import org.jspecify.annotations.NullMarked;
