package io.tidemark.gateway.request;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.tidemark.gateway.answer.ProblemAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * What is done with bodies that nobody wants. A hopeless one is refused by its announced length, and the connection
 * closed. One that was refused before it was read is thrown away, so that its sender reads the answer, for a limited
 * time.
 */
@Singleton
final class BodyGate {
    private static final int BEFORE_THE_BEARER_GATE = 950;
    private static final int MAX_DIGITS = 18;

    private final ProblemAnswers problems;
    private final BodyRoom room = new BodyRoom();

    BodyGate(ProblemAnswers problems, GatewayMeters meters) {
        this.problems = problems;
        meters.gauge("tidemark.bodies.bytes.held", room, BodyRoom::held);
    }

    void register(@Observes Filters filters) {
        filters.register(this::admit, BEFORE_THE_BEARER_GATE);
    }

    private void admit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isHopeless(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(sent -> request.connection().close());
            problems.send(new Refusal(ProblemType.BODY_TOO_LARGE), context);
            return;
        }
        room.attachTo(context);
        context.addEndHandler(sent -> discardRest(context));
        context.next();
    }

    private static boolean isHopeless(@Nullable String length) {
        return length != null
                && (length.length() > MAX_DIGITS || Long.parseLong(length.strip()) > RequestBody.MAX_DISCARDED);
    }

    private static void discardRest(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        long timer = context.vertx()
                .setTimer(RequestBody.LIMIT_MS, late -> request.connection().close());
        request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
        request.handler(rest -> {});
        request.endHandler(end -> context.vertx().cancelTimer(timer));
        request.resume();
    }
}
