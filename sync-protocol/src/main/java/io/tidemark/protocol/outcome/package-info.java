/** What became of an operation: final outcomes with reason codes, and verdicts that are not final. */
@NullMarked
package io.tidemark.protocol.outcome;

import org.jspecify.annotations.NullMarked;
