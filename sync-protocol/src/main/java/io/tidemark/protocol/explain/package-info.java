/**
 * Why an entity is what it is, and what an operation would do to it: what {@code tidemark explain} and the gateway say
 * to each other. Must not know how it is found out.
 */
@NullMarked
package io.tidemark.protocol.explain;

import org.jspecify.annotations.NullMarked;
