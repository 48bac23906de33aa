/** META-INF/openapi.yaml: that it is valid, that it is what the gateway serves, and that a change of it is meant. */
@NullMarked
package io.tidemark.gateway.openapi;

import org.jspecify.annotations.NullMarked;
