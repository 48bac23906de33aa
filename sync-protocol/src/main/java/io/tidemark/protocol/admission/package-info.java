/**
 * The rules that need no row: what is malformed, undeclared or too large. Pure, so that device, gateway and simulation
 * judge alike. Must not know HTTP, Kafka or any stored state.
 */
@NullMarked
package io.tidemark.protocol.admission;

import org.jspecify.annotations.NullMarked;
