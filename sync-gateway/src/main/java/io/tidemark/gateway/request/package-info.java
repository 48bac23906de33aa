/** What came in, as far as all requests share it: bounded bodies, JSON, preferences. Must not know operations. */
@NullMarked
package io.tidemark.gateway.request;

import org.jspecify.annotations.NullMarked;
