/**
 * The commands {@code demo}, {@code cursor-walk} and {@code bench}: options, exit status, and what Ctrl-C does. Must not
 * decide anything else.
 */
@NullMarked
package io.tidemark.simulator.cli;

import org.jspecify.annotations.NullMarked;
