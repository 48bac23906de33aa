/** What becomes of one field whose current value its author had not seen. Values in, a fate out. */
@NullMarked
package io.tidemark.merge.policy;

import org.jspecify.annotations.NullMarked;
