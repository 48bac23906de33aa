/** Single entities for simple clients: HTTP preconditions become operations, outcomes become statuses. */
@NullMarked
package io.tidemark.gateway.entity;

import org.jspecify.annotations.NullMarked;
