/**
 * The end of what is kept: tombstones and the operation log, after their time. Must not know Kafka, nor how operations
 * are merged; shares only the tables and their locks with the merge.
 */
@NullMarked
package io.tidemark.mergeservice.retention;

import org.jspecify.annotations.NullMarked;
