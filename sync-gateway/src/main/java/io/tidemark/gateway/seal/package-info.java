/** What clients carry from one answer to the next request, and cannot make: opaque and authenticated. */
@NullMarked
package io.tidemark.gateway.seal;

import org.jspecify.annotations.NullMarked;
