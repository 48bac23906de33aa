/** I-JSON values (RFC 7493), their canonical form (RFC 8785) and hash. Knows nothing of operations. */
@NullMarked
package io.tidemark.protocol.json;

import org.jspecify.annotations.NullMarked;
