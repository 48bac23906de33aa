/** {@code ./tidemark laws}: the command line, and what it prints. */
@NullMarked
package io.tidemark.laws.cli;

import org.jspecify.annotations.NullMarked;
