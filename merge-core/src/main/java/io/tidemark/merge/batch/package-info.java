/**
 * The merge of a batch: which operations are admitted, in which order, and what the transaction must write. Everything
 * it needs is read before, everything it decides is written after; it must not know SQL, Kafka or time.
 */
@NullMarked
package io.tidemark.merge.batch;

import org.jspecify.annotations.NullMarked;
