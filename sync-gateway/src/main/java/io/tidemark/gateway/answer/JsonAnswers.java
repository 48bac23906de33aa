package io.tidemark.gateway.answer;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Answers that are no problems. */
public final class JsonAnswers {
    private JsonAnswers() {}

    public static Response.ResponseBuilder of(int status, Json body) {
        return of(status, CanonicalJson.write(body));
    }

    public static Response.ResponseBuilder of(int status, String body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON).entity(body.getBytes(StandardCharsets.UTF_8));
    }
}
