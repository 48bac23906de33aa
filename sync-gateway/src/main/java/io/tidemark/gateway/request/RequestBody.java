package io.tidemark.gateway.request;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a body of at most {@link Push#MAX_BYTES} without leaving the event loop. A larger one is thrown away as it
 * comes, up to a second bound, and then refused: a client that first writes all of it still reads the answer. One for
 * which there is no {@link BodyRoom} is refused at once.
 */
public final class RequestBody {
    /** Beyond this the connection is closed with the refusal. */
    static final int MAX_DISCARDED = 16 * 1024 * 1024;

    static final long LIMIT_MS = 15_000;
    private static final String JSON = "application/json";

    private final RoutingContext context;
    private final UniEmitter<? super byte[]> emitter;
    private final Buffer bytes = Buffer.buffer();
    private long received;
    private boolean crowdedOut;

    private RequestBody(RoutingContext context, UniEmitter<? super byte[]> emitter) {
        this.context = context;
        this.emitter = emitter;
    }

    /** Fails with a {@link Refusal} if the body is not one I-JSON document of {@code application/json}. */
    public static Uni<Json> json(RoutingContext context) {
        return Uni.createFrom()
                .<byte[]>emitter(emitter -> new RequestBody(context, emitter).begin())
                .map(RequestBody::parse);
    }

    static Json parse(byte[] bytes) {
        try {
            return JsonReader.read(bytes);
        } catch (InvalidJson invalid) {
            throw new Refusal(Problem.of(type(invalid.fault()), String.valueOf(invalid.getMessage())));
        }
    }

    private void begin() {
        HttpServerRequest request = context.request();
        Optional<Refusal> refusal = refusal(request);
        if (refusal.isPresent()) {
            emitter.fail(refusal.get());
            return;
        }
        if (request.isEnded()) {
            emitter.complete(new byte[0]);
            return;
        }
        // A body that trickles in holds a connection and a buffer: it has a time limit, and is then hung up on.
        long timer =
                context.vertx().setTimer(LIMIT_MS, id -> request.connection().close());
        request.handler(chunk -> {
            take(chunk);
            if (crowdedOut) {
                context.vertx().cancelTimer(timer);
            }
        });
        request.exceptionHandler(aborted -> {
            context.vertx().cancelTimer(timer);
            emitter.fail(new Refusal(ProblemType.MALFORMED_REQUEST, "the body ended early"));
        });
        request.endHandler(end -> {
            context.vertx().cancelTimer(timer);
            finish();
        });
        request.resume();
    }

    private void take(Buffer chunk) {
        received += chunk.length();
        if (crowdedOut) {
            return;
        }
        if (received <= Push.MAX_BYTES) {
            hold(chunk);
        } else if (received > MAX_DISCARDED) {
            context.request().pause();
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            emitter.fail(tooLarge());
        }
    }

    private void hold(Buffer chunk) {
        if (BodyRoom.Share.of(context).take(chunk.length())) {
            bytes.appendBuffer(chunk);
        } else {
            crowdedOut = true;
            emitter.fail(new Refusal(ProblemType.OVERLOADED, "too many bodies are held at once"));
        }
    }

    private void finish() {
        if (received > Push.MAX_BYTES) {
            emitter.fail(tooLarge());
        } else {
            emitter.complete(bytes.getBytes());
        }
    }

    private static Refusal tooLarge() {
        return new Refusal(ProblemType.BODY_TOO_LARGE, "a body is at most " + Push.MAX_BYTES + " bytes");
    }

    private static Optional<Refusal> refusal(HttpServerRequest request) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Optional.of(new Refusal(ProblemType.UNSUPPORTED_MEDIA_TYPE, "a body is not compressed"));
        }
        return isJson(request.headers().getAll(HttpHeaders.CONTENT_TYPE))
                ? Optional.empty()
                : Optional.of(new Refusal(ProblemType.UNSUPPORTED_MEDIA_TYPE));
    }

    /** A charset parameter is let pass: JSON is UTF-8, and what is not is found by the reader. */
    static boolean isJson(List<String> contentTypes) {
        return contentTypes.size() == 1
                && contentTypes
                        .getFirst()
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals(JSON);
    }

    private static ProblemType type(InvalidJson.Fault fault) {
        return switch (fault) {
            case MALFORMED_JSON -> ProblemType.MALFORMED_JSON;
            case MALFORMED_ENCODING -> ProblemType.MALFORMED_ENCODING;
            case DUPLICATE_KEY -> ProblemType.DUPLICATE_KEY;
            case JSON_TOO_DEEP -> ProblemType.JSON_TOO_DEEP;
            case NUMBER_OUT_OF_RANGE -> ProblemType.NUMBER_OUT_OF_RANGE;
            case INVALID_CHARACTERS -> ProblemType.INVALID_CHARACTERS;
            case TOO_LARGE -> ProblemType.BODY_TOO_LARGE;
        };
    }
}
