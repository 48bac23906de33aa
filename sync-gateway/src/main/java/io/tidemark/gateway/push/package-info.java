/** The push of a batch: what is answered, what is put on the log, what has to wait. The plan is pure. */
@NullMarked
package io.tidemark.gateway.push;

import org.jspecify.annotations.NullMarked;
