/**
 * What readers are told of a committed batch: canonical rows and outcomes on their topics. Hints, all of them: the
 * store is the truth. Must not know the store's tables, nor the consumer.
 */
@NullMarked
package io.tidemark.mergeservice.publish;

import org.jspecify.annotations.NullMarked;
