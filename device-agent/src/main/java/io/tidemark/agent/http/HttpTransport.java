package io.tidemark.agent.http;

import io.tidemark.agent.http.Replies.Received;
import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.schema.RowForm;
import io.tidemark.protocol.schema.SchemaVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** {@link Transport} on the JDK's HTTP client. Redirects are not followed: a captive portal lives behind them. */
public final class HttpTransport implements Transport {
    private static final Logger LOG = System.getLogger(HttpTransport.class.getName());
    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int WAIT_SECONDS = 2;
    private static final int UNAUTHORIZED = 401;

    private final URI gateway;
    private final Tokens tokens;
    private final Duration timeout;
    private final EntityTypes types;
    private final Map<String, Following> followed = new ConcurrentHashMap<>();

    /** One client, and one selector thread, for all agents of a process. */
    private static final class Shared {
        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECTING)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /**
     * @param timeout of a whole request, its answer read to the end; and of each call of the token provider
     * @param types with which the app was built: rows are asked for in their versions
     */
    public HttpTransport(URI gateway, TokenProvider tokens, Duration timeout, EntityTypes types) {
        this.gateway = gateway;
        this.tokens = new Tokens(tokens, timeout);
        this.timeout = timeout;
        this.types = types;
    }

    @Override
    public PushReply push(String scope, Push push) {
        HttpRequest.Builder request = request(scope, "/operations")
                .header("Content-Type", "application/json")
                .header("Prefer", "wait=" + WAIT_SECONDS)
                .POST(BodyPublishers.ofByteArray(CanonicalJson.bytes(push.write())));
        return send(request, timeout, Replies::push, PushReply.Failed::new);
    }

    @Override
    public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        // A link that does not bring whole pages brings no stream of them, either.
        if (hold.toSeconds() > 0 && cursor.isPresent() && limit == ChangesPage.MAX_LIMIT) {
            return follow(scope, cursor.get(), device, hold);
        }
        return changes(scope, cursor, device, limit, hold);
    }

    /** By the stream, where there is one; else the answer is held, where the server does that. */
    private PullReply follow(String scope, String cursor, String device, Duration hold) {
        Following following = followed.computeIfAbsent(scope, first -> new Following());
        try {
            Optional<ChangesPage> page = following.next(cursor, device, hold, from -> open(scope, from, device));
            if (page.isPresent()) {
                return adopted(new PullReply.Page(page.get(), true));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PullReply.Failed(Fault.because(WaitReason.UNREACHABLE));
        }
        return changes(scope, Optional.of(cursor), device, ChangesPage.MAX_LIMIT, hold);
    }

    /** Whatever is not a stream of ours is none: why, the next request will say. */
    private Optional<FollowedStream> open(String scope, String cursor, String device) throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer;
        try {
            HttpRequest request = feed(scope, "/stream", Optional.of(cursor), device, ChangesPage.MAX_LIMIT)
                    .setHeader("Accept", "text/event-stream, application/problem+json")
                    .header("Authorization", "Bearer " + tokens.token())
                    .build();
            answer = Shared.CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            HttpResponse<InputStream> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!Replies.isStream(response.statusCode(), response.headers())) {
                response.body().close();
                return Optional.empty();
            }
            FollowedStream stream = new FollowedStream(response.body(), cursor, device);
            stream.start();
            return Optional.of(stream);
        } catch (ExecutionException | TimeoutException | IOException e) {
            answer.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private PullReply changes(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
        HttpRequest.Builder request = feed(scope, "/changes", cursor, device, limit);
        if (hold.toSeconds() > 0) {
            request.header("Prefer", "wait=" + hold.toSeconds());
        }
        return send(request, timeout.plus(hold), received -> adopted(Replies.pull(received)), PullReply.Failed::new);
    }

    private HttpRequest.Builder feed(String scope, String what, Optional<String> cursor, String device, int limit) {
        String query = what + "?limit=" + limit + "&device=" + encoded(device)
                + cursor.map(text -> "&cursor=" + encoded(text)).orElse("");
        return request(scope, query)
                .header(SchemaVersions.HEADER, SchemaVersions.of(types).toString())
                .GET();
    }

    @Override
    public void close() {
        followed.values().forEach(Following::close);
    }

    @Override
    public AskReply ask(String scope, List<OperationId> operations) {
        List<OperationResult> results = new ArrayList<>();
        Optional<String> epoch = Optional.empty();
        for (OperationId operation : operations) {
            HttpRequest.Builder request =
                    request(scope, "/operations/" + operation).GET();
            AskReply reply = send(request, timeout, Replies::ask, AskReply.Failed::new);
            if (!(reply instanceof AskReply.Answered(PushAnswer answer))) {
                return reply;
            }
            if (epoch.isPresent() && !epoch.get().equals(answer.epoch())) {
                return new AskReply.Failed(Fault.because(WaitReason.SERVER_TROUBLE));
            }
            epoch = Optional.of(answer.epoch());
            results.addAll(answer.results());
        }
        return epoch.<AskReply>map(known -> new AskReply.Answered(new PushAnswer(known, results)))
                .orElseGet(AskReply.Unknown::new);
    }

    /** SCHEMA-17: a server that is behind the app answers in its own, older versions. */
    private PullReply adopted(PullReply reply) {
        return reply instanceof PullReply.Page(ChangesPage page, boolean held)
                ? new PullReply.Page(page.map(this::adopted), held)
                : reply;
    }

    private CanonicalRow adopted(CanonicalRow row) {
        return types.find(row.entity().type())
                .filter(EntityType::hasHistory)
                .map(type -> new RowForm(type, type.schema()).adopt(row))
                .orElse(row);
    }

    private HttpRequest.Builder request(String scope, String rest) {
        String base = gateway.toString().replaceAll("/+$", "");
        return HttpRequest.newBuilder(URI.create(base + "/v1/scopes/" + encoded(scope) + rest))
                .header("Accept", "application/json, application/problem+json");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <R> R send(
            HttpRequest.Builder request, Duration limit, Function<Received, R> read, Function<Fault, R> failed) {
        String token;
        try {
            token = tokens.token();
        } catch (IOException e) {
            return failed.apply(Fault.because(WaitReason.NO_TOKEN));
        }
        try {
            Received received =
                    exchange(request.header("Authorization", "Bearer " + token).build(), limit);
            if (received.status() == UNAUTHORIZED) {
                return refused(token, read.apply(received));
            }
            return read.apply(received);
        } catch (BoundedBody.TooLarge e) {
            return failed.apply(Fault.because(WaitReason.NOT_OUR_SERVER));
        } catch (ConnectException | HttpConnectTimeoutException | SSLException | InterruptedIOException e) {
            return failed.apply(Fault.because(WaitReason.UNREACHABLE));
        } catch (IOException e) {
            return failed.apply(Fault.because(WaitReason.BROKE_OFF));
        }
    }

    /** Whether the provider hears of it or not, the answer is what the server said. */
    private <R> R refused(String token, R answer) {
        try {
            tokens.refused(token);
        } catch (IOException e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
        return answer;
    }

    /** The deadline covers the body too, which the client's own time-out does not. */
    private Received exchange(HttpRequest request, Duration limit) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                Shared.CLIENT.sendAsync(request, ignored -> new BoundedBody(JsonReader.MAX_BYTES));
        try {
            HttpResponse<byte[]> response = answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Received(
                    response.statusCode(),
                    response.headers().firstValue(Replies.PROTOCOL_HEADER),
                    response.headers().firstValue("Retry-After"),
                    response.headers().firstValue("Preference-Applied"),
                    Replies.json(response.body()));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("the exchange failed", e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("the exchange took too long", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the exchange was interrupted");
        }
    }
}
