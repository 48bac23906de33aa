/**
 * The rules at the door: what is malformed, undeclared or too large, and what of a push the log has answered already.
 * Pure, so that device, gateway and simulation judge alike. Must not know HTTP, Kafka or where the log is stored.
 */
@NullMarked
package io.tidemark.protocol.admission;

import org.jspecify.annotations.NullMarked;
