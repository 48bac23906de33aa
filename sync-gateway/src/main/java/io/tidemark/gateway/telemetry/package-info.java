/** What is counted. Labels are of bounded sets only: never a tenant, a device or an id. */
@NullMarked
package io.tidemark.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
