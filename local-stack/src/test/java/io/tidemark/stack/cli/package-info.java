/** The commands as a person calls them: what they print and their exit codes. */
@NullMarked
package io.tidemark.stack.cli;

import org.jspecify.annotations.NullMarked;
