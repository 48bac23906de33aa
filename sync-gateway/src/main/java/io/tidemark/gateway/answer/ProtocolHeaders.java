package io.tidemark.gateway.answer;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** By these headers a client tells our answers from those of a captive portal; on every answer under {@code /v1}. */
@Singleton
final class ProtocolHeaders {
    static final String VERSION = "1";

    private static final int FIRST = 1000;

    void register(@Observes Filters filters) {
        filters.register(ProtocolHeaders::add, FIRST);
    }

    private static void add(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (request.normalizedPath().startsWith("/v1")) {
            response.putHeader("Tidemark-Protocol", VERSION);
            response.putHeader("Cache-Control", "no-store");
            response.putHeader("X-Content-Type-Options", "nosniff");
        }
        request.next();
    }
}
