/** Who asks: bearer tokens, and the tenant, subject and scope of a request. Must not know what is asked. */
@NullMarked
package io.tidemark.gateway.access;

import org.jspecify.annotations.NullMarked;
