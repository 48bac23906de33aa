/** The address of one operation: what the log says of it. */
@NullMarked
package io.tidemark.gateway.operation;

import org.jspecify.annotations.NullMarked;
