/**
 * Readers that wait for something new: who they are, and the tail of {@code tidemark.canonical-rows} that wakes them.
 * What it says are hints; what a reader gets is read from the store, membership included.
 */
@NullMarked
package io.tidemark.gateway.live;

import org.jspecify.annotations.NullMarked;
