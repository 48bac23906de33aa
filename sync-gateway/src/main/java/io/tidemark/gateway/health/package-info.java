/** Whether this gateway can serve. Liveness never depends on Kafka or PostgreSQL; readiness does. */
@NullMarked
package io.tidemark.gateway.health;

import org.jspecify.annotations.NullMarked;
