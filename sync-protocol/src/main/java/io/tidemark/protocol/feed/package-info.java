/**
 * What a cursor allows its bearer, and which positions a page covers: pure, so that gateway and simulation read the feed
 * alike. Must not know how a cursor is sealed, nor where rows are stored.
 */
@NullMarked
package io.tidemark.protocol.feed;

import org.jspecify.annotations.NullMarked;
