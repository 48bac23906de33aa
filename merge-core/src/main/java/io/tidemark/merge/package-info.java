/**
 * The merge of one operation into one entity: rules over values, as {@code docs/spec/merge.md} numbers them. Must not
 * know where rows come from or go to, what time it is, or any framework.
 */
@NullMarked
package io.tidemark.merge;

import org.jspecify.annotations.NullMarked;
