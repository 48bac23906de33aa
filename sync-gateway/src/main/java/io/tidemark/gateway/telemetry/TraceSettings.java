package io.tidemark.gateway.telemetry;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.util.Optional;

/** Where spans go. */
@ConfigMapping(prefix = "tidemark.traces")
interface TraceSettings {
    /** Of a collector, for OTLP over HTTP, as {@code http://collector:4318/v1/traces}; without it there are no spans. */
    Optional<URI> endpoint();
}
