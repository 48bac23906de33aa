package io.tidemark.gateway.answer;

import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes problem documents (RFC 9457) and the headers that belong to their status; counts each. */
@Singleton
public final class ProblemAnswers {
    /** Seconds. A client's own back-off, with jitter, goes on from there. */
    private static final String RETRY_AFTER = "2";

    private final GatewayMeters meters;

    ProblemAnswers(GatewayMeters meters) {
        this.meters = meters;
    }

    public Response answer(Problem problem) {
        return answer(problem, Map.of());
    }

    /** @param members of the document, beside those that every problem has */
    public Response answer(Problem problem, Map<String, Json> members) {
        meters.problem(problem.type());
        Response.ResponseBuilder answer = Response.status(problem.type().status());
        headers(problem.type()).forEach(answer::header);
        return answer.entity(document(problem, members)).build();
    }

    /** For what is refused before it reaches a resource. */
    public void send(Refusal refusal, RoutingContext request) {
        Problem problem = refusal.problem();
        meters.problem(problem.type());
        HttpServerResponse response =
                request.response().setStatusCode(problem.type().status());
        headers(problem.type()).forEach(response::putHeader);
        response.end(Buffer.buffer(document(problem, Map.of()))).onFailure(gone -> {});
    }

    private static byte[] document(Problem problem, Map<String, Json> more) {
        if (!(problem.write() instanceof Json.Obj(var members))) {
            throw new IllegalStateException("a problem is an object");
        }
        TreeMap<String, Json> all = new TreeMap<>(members);
        all.putAll(more);
        return CanonicalJson.bytes(new Json.Obj(all));
    }

    private static Map<String, String> headers(ProblemType type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", Problem.MEDIA_TYPE);
        if (type == ProblemType.TOKEN_REQUIRED) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (type == ProblemType.TOKEN_INVALID) {
            headers.put("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        }
        if (type.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
            headers.put("Retry-After", RETRY_AFTER);
        }
        return headers;
    }
}
