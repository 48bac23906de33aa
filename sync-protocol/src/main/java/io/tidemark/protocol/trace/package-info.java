/** What services say of single operations: to whom a trace belongs, and which lines are worth a log. No content. */
@NullMarked
package io.tidemark.protocol.trace;

import org.jspecify.annotations.NullMarked;
