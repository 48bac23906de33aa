/**
 * The consumer's loop: which partitions are ours, where each stands, when to try again. A partition of
 * {@code tidemark.operations} is a lane: its scopes are merged in its order. Must not know what a record means.
 */
@NullMarked
package io.tidemark.mergeservice.lane;

import org.jspecify.annotations.NullMarked;
