/**
 * Judges a run from outside: what the authors saved and had on their screens, against what devices and server hold in
 * the end. Pure, and linear in the length of the history but for sorting. Must not know agents, HTTP or SQL: it would
 * then trust what it checks.
 */
@NullMarked
package io.tidemark.simulator.oracle;

import org.jspecify.annotations.NullMarked;
