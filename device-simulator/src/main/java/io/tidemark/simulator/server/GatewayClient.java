package io.tidemark.simulator.server;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Pushes and pulls as docs/protocol.md says, one request at a time for each calling thread. */
public final class GatewayClient implements AutoCloseable {
    private static final String PROTOCOL_HEADER = "Tidemark-Protocol";
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** Longer than the longest wait that a push may ask for. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();

    public GatewayClient(URI base) {
        this.base = base;
    }

    /** @param wait how long the gateway may wait for outcomes; whole seconds, at most 10 */
    public Answer<PushAnswer> push(String token, String scope, Push push, Duration wait)
            throws IOException, InterruptedException {
        return send(pushRequest(token, scope, push, wait), PushAnswer::read);
    }

    /** The same, without a thread that waits; fails with an {@link java.io.IOException} inside. */
    public CompletableFuture<Answer<PushAnswer>> pushSoon(String token, String scope, Push push, Duration wait) {
        return sendSoon(pushRequest(token, scope, push, wait), PushAnswer::read);
    }

    private HttpRequest pushRequest(String token, String scope, Push push, Duration wait) {
        return request(token, path(scope) + "/operations")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=" + wait.toSeconds())
                .POST(HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.bytes(push.write())))
                .build();
    }

    /**
     * A page as large as the server allows.
     *
     * @param cursor empty for the start of the feed
     */
    public Answer<ChangesPage> changes(String token, String scope, Optional<String> cursor)
            throws IOException, InterruptedException {
        return changes(token, scope, cursor, ChangesPage.MAX_LIMIT);
    }

    /** @param limit rows, 1 to 500; the last page before the head may hold twice as many */
    public Answer<ChangesPage> changes(String token, String scope, Optional<String> cursor, int limit)
            throws IOException, InterruptedException {
        return send(changesRequest(token, scope, cursor, limit), ChangesPage::read);
    }

    /** The same, without a thread that waits; fails with an {@link java.io.IOException} inside. */
    public CompletableFuture<Answer<ChangesPage>> changesSoon(String token, String scope, Optional<String> cursor) {
        return sendSoon(changesRequest(token, scope, cursor, ChangesPage.MAX_LIMIT), ChangesPage::read);
    }

    private HttpRequest changesRequest(String token, String scope, Optional<String> cursor, int limit) {
        String query = "/changes?limit=" + limit
                + cursor.map(value -> "&cursor=" + encode(value)).orElse("");
        return request(token, path(scope) + query).GET().build();
    }

    private interface Body<T> {
        T read(Json json) throws InvalidShape;
    }

    private <T> Answer<T> send(HttpRequest request, Body<T> body) throws IOException, InterruptedException {
        return read(http.send(request, HttpResponse.BodyHandlers.ofByteArray()), body);
    }

    private <T> CompletableFuture<Answer<T>> sendSoon(HttpRequest request, Body<T> body) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(response -> {
            try {
                return read(response, body);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static <T> Answer<T> read(HttpResponse<byte[]> response, Body<T> body) throws IOException {
        if (response.headers().firstValue(PROTOCOL_HEADER).isEmpty()) {
            throw new IOException("an answer without " + PROTOCOL_HEADER + ", status " + response.statusCode());
        }
        try {
            Json json = JsonReader.read(response.body());
            int status = response.statusCode();
            return status == 200 || status == 202
                    ? new Answer.Ok<>(body.read(json))
                    : new Answer.Refused<>(status, Problem.read(json).type().slug(), retryAfter(response));
        } catch (InvalidJson | InvalidShape e) {
            throw new IOException(
                    "status " + response.statusCode() + ", a body that is not ours: " + e.getMessage(), e);
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private static String path(String scope) {
        return "/v1/scopes/" + encode(scope);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
