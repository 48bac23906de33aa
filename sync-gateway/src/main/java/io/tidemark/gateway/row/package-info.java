/** Canonical rows as the store keeps them, written as the protocol shows them. */
@NullMarked
package io.tidemark.gateway.row;

import org.jspecify.annotations.NullMarked;
