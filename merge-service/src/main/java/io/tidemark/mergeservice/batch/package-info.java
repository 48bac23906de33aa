/**
 * A batch of records: read, merged in one transaction, and what is to be published of it. Must not know the consumer,
 * its partitions' states, or when to try again.
 */
@NullMarked
package io.tidemark.mergeservice.batch;

import org.jspecify.annotations.NullMarked;
