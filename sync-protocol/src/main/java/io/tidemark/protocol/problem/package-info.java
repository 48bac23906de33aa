/** The one registry of RFC 9457 problems. */
@NullMarked
package io.tidemark.protocol.problem;

import org.jspecify.annotations.NullMarked;
