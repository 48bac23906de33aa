/** Real processes throughout: what is tested is how they start, die and come back. */
@NullMarked
package io.tidemark.stack;

import org.jspecify.annotations.NullMarked;
