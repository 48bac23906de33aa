/** The way into the log, and the wait for what the merge says. Must not know HTTP. */
@NullMarked
package io.tidemark.gateway.enqueue;

import org.jspecify.annotations.NullMarked;
