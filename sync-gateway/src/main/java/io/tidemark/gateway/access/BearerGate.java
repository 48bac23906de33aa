package io.tidemark.gateway.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tidemark.gateway.answer.ProblemAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Stands before everything under {@code /v1}, paths that do not exist included. No setting opens it. */
@Singleton
final class BearerGate {
    private static final int AFTER_PROTOCOL_HEADERS = 900;
    private static final String SCHEME = "bearer ";

    private final Tokens tokens;
    private final ProblemAnswers problems;

    BearerGate(Tokens tokens, ProblemAnswers problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, AFTER_PROTOCOL_HEADERS);
    }

    private void admit(RoutingContext request) {
        if (!isGuarded(request)) {
            request.next();
            return;
        }
        try {
            caller(request).attachTo(request);
            refuseMatrixParameters(request);
        } catch (Refusal refusal) {
            problems.send(refusal, request);
            return;
        }
        request.next();
    }

    /** The raw path, too: what the router normalises to an address of ours is guarded, however it was written. */
    private static boolean isGuarded(RoutingContext request) {
        return isVersioned(request.normalizedPath())
                || isVersioned(request.request().path());
    }

    private static boolean isVersioned(String path) {
        return path.equals("/v1") || path.startsWith("/v1/");
    }

    /** The framework would drop them, and with them a part of the name that the client meant. */
    private static void refuseMatrixParameters(RoutingContext request) {
        if (request.request().path().indexOf(';') >= 0) {
            throw new Refusal(ProblemType.INVALID_PARAMETER, "a ';' in a path is percent-encoded");
        }
    }

    private Caller caller(RoutingContext request) {
        String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            throw new Refusal(ProblemType.TOKEN_REQUIRED);
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw new Refusal(ProblemType.TOKEN_INVALID);
        }
        return tokens.check(header.substring(SCHEME.length()).strip())
                .orElseThrow(() -> new Refusal(ProblemType.TOKEN_INVALID));
    }
}
