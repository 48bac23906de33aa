/** Threads that read a topic from its end, for as long as the gateway lives. What is read is no business of theirs. */
@NullMarked
package io.tidemark.gateway.tail;

import org.jspecify.annotations.NullMarked;
