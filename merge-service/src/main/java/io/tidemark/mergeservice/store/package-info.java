/**
 * The store of the merge: every statement that it sends to PostgreSQL, and the columns of its values. Sets in, sets
 * out: no statement for a single row. Must not know Kafka's client, nor decide anything.
 */
@NullMarked
package io.tidemark.mergeservice.store;

import org.jspecify.annotations.NullMarked;
