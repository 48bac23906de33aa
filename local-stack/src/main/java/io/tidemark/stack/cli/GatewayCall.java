package io.tidemark.stack.cli;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a gateway, once. Whatever goes wrong is a {@link StackException} in words.
 *
 * @param gateway its address, with or without a slash at the end
 */
record GatewayCall(URI gateway, String token) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Bytes of an answer; the gateway's own bounds are far below it. */
    private static final int MOST = 32 * 1024 * 1024;

    /**
     * @param path percent-encoded, after {@code /v1}
     * @param body of a POST; a GET has none
     */
    Json answer(String path, Optional<byte[]> body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address(path)).timeout(LIMIT).header("Authorization", "Bearer " + token);
        body.ifPresent(bytes ->
                request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(bytes)));
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = response.body()) {
                return read(response, stream.readNBytes(MOST));
            }
        } catch (ConnectException | HttpTimeoutException e) {
            throw new StackException("The gateway at " + gateway + " does not answer. Is it running?", e);
        } catch (IOException e) {
            throw new StackException("The gateway at " + gateway + " cannot be asked: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted", e);
        }
    }

    private URI address(String path) {
        String base = gateway.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1" + path);
    }

    /** As a segment of a path. */
    static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    private Json read(HttpResponse<?> response, byte[] body) {
        if (response.headers().firstValue("Tidemark-Protocol").isEmpty()) {
            throw new StackException(
                    "What answers at " + gateway + " is no Tidemark gateway (status " + response.statusCode() + ")");
        }
        try {
            Json json = JsonReader.read(body);
            if (response.statusCode() != 200) {
                throw refused(Problem.read(json));
            }
            return json;
        } catch (InvalidJson | InvalidShape e) {
            throw unexpected(e);
        }
    }

    static StackException unexpected(Exception cause) {
        return new StackException("The gateway's answer is not of the form that this version knows", cause);
    }

    private static StackException refused(Problem problem) {
        return new StackException(
                switch (problem.type()) {
                    case SCOPE_NOT_FOUND ->
                        "There is no such scope for this subject: it is not a member, or nobody is (--subject names"
                                + " another).";
                    case NOT_FOUND ->
                        "There is no such entity: no row, and no operation in the log that named it. Are type and id"
                                + " spelt so?";
                    case TOKEN_REQUIRED, TOKEN_INVALID -> "The gateway does not take this token: is it too old?";
                    default -> title(problem);
                });
    }

    private static String title(Problem problem) {
        ProblemType type = problem.type();
        return type.title() + problem.detail().map(detail -> ": " + detail).orElse("") + " (" + type.slug() + ")";
    }
}
