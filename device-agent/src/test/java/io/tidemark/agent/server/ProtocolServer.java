package io.tidemark.agent.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.http.PushAnswer;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** {@link ModelServer} over HTTP, with a fate for each request. */
public final class ProtocolServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final long DELAY_MS = 40;

    private final ModelServer model;
    private final Supplier<Fate> fates;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger pushes = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger streamsEnded = new AtomicInteger();
    private volatile boolean holds;
    private volatile boolean streaming;
    private volatile int widest = Integer.MAX_VALUE;

    /** @param fates asked once for each request, by any thread */
    public ProtocolServer(ModelServer model, Supplier<Fate> fates) {
        this.model = model;
        this.fates = fates;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/v1/scopes/", this::handle);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Requests to push that arrived, whatever became of them. */
    public int pushes() {
        return pushes.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Fate fate = body.length > widest ? Fate.REQUEST_LOST : fates.get();
            if (fate == Fate.ANSWERED && isStream(exchange)) {
                stream(exchange);
                return;
            }
            switch (fate) {
                case REQUEST_LOST -> {}
                case DELAYED -> {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DELAY_MS));
                    answer(exchange, serve(exchange, body, fate), fate);
                }
                case DUPLICATED -> {
                    serve(exchange, body, fate);
                    answer(exchange, serve(exchange, body, fate), fate);
                }
                case CAPTIVE_PORTAL -> foreign(exchange, "<html>Please accept our terms</html>");
                case FOREIGN_JSON -> foreign(exchange, "{\"epoch\":\"epoch-1\",\"results\":[]}");
                case TOO_MANY_REQUESTS -> {
                    exchange.getResponseHeaders().add("Retry-After", "0");
                    answer(
                            exchange,
                            new Answer(429, Problem.of(ProblemType.OVERLOADED).write()),
                            fate);
                }
                case UNAVAILABLE -> answer(exchange, problem(ProblemType.LOG_UNAVAILABLE), fate);
                case TOKEN_EXPIRED -> answer(exchange, problem(ProblemType.TOKEN_INVALID), fate);
                case BODY_TOO_LARGE ->
                    answer(
                            exchange,
                            body.length > 0 ? problem(ProblemType.BODY_TOO_LARGE) : serve(exchange, body, fate),
                            fate);
                case ANSWERED, ANSWERED_BEFORE_MERGE, ANSWER_LOST, ANSWER_TRUNCATED, WRONG_RESULTS, CURSOR_EXPIRED ->
                    answer(exchange, serve(exchange, body, fate), fate);
            }
        } catch (InvalidJson | InvalidShape e) {
            throw new IOException(e);
        }
    }

    private boolean isStream(HttpExchange exchange) {
        return streaming && exchange.getRequestURI().getRawPath().endsWith("/stream");
    }

    /** Pages as they come, and a sign of life in between, until it is told to end. */
    private void stream(HttpExchange exchange) throws IOException {
        int generation = streamsEnded.get();
        String scope = decoded(exchange.getRequestURI().getRawPath().split("/", -1)[3]);
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        Optional<String> cursor = Optional.ofNullable(query.get("cursor"));
        exchange.getResponseHeaders().add("Tidemark-Protocol", "1");
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(OK, 0);
        streams.incrementAndGet();
        OutputStream out = exchange.getResponseBody();
        boolean first = true;
        while (generation == streamsEnded.get() && model.isMember()) {
            Optional<ChangesPage> page = model.changes(
                    scope, cursor, query.getOrDefault("device", ""), Integer.parseInt(query.get("limit")));
            if (page.isEmpty()) {
                return;
            }
            boolean news = first || page.get().to() > page.get().from();
            String event = "id: " + page.get().cursor() + "\nevent: page\ndata: "
                    + CanonicalJson.write(page.get().write()) + "\n\n";
            out.write((news ? event : ":\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            first = false;
            cursor = Optional.of(page.get().cursor());
            try {
                model.awaitNews(scope, page.get().to(), DELAY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Whether it has streams; it has none if not told to. */
    public void setStreams(boolean has) {
        streaming = has;
    }

    /** Breaks every stream that is open. */
    public void endStreams() {
        streamsEnded.incrementAndGet();
    }

    /** Streams that were opened. */
    public int streams() {
        return streams.get();
    }

    private record Answer(int status, Json body) {}

    private Answer serve(HttpExchange exchange, byte[] body, Fate fate) throws InvalidJson, InvalidShape {
        String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
        String scope = decoded(path[3]);
        if (!model.isMember()) {
            return problem(ProblemType.SCOPE_NOT_FOUND);
        }
        if (path.length > 5) {
            return outcome(scope, path[5]);
        }
        if (path[4].equals("operations")) {
            pushes.incrementAndGet();
            return push(scope, Push.read(JsonReader.read(body)), fate);
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        Optional<String> cursor = Optional.ofNullable(query.get("cursor"));
        if (fate == Fate.CURSOR_EXPIRED && cursor.isPresent()) {
            return problem(ProblemType.CURSOR_EXPIRED);
        }
        if (path[4].equals("stream")) {
            return problem(ProblemType.NOT_FOUND);
        }
        hold(exchange, scope, cursor);
        if (!model.isMember()) {
            return problem(ProblemType.SCOPE_NOT_FOUND);
        }
        return model.changes(scope, cursor, query.getOrDefault("device", ""), Integer.parseInt(query.get("limit")))
                .map(page -> new Answer(OK, page(page, fate)))
                .orElseGet(() -> problem(ProblemType.CURSOR_OF_ANOTHER_EPOCH));
    }

    private Answer outcome(String scope, String id) {
        return OperationId.parse(id)
                .flatMap(operation -> model.outcome(scope, operation))
                .map(result -> {
                    TreeMap<String, Json> members = new TreeMap<>(((Json.Obj) ResultCodec.write(result)).members());
                    members.put("epoch", Json.of(model.epoch()));
                    return new Answer(OK, new Json.Obj(members));
                })
                .orElseGet(() -> problem(ProblemType.OPERATION_UNKNOWN));
    }

    /** For as long as the reader says, where this server knows how. */
    private void hold(HttpExchange exchange, String scope, Optional<String> cursor) {
        String prefer = exchange.getRequestHeaders().getFirst("Prefer");
        if (!holds || prefer == null || cursor.isEmpty()) {
            return;
        }
        exchange.getResponseHeaders().add("Preference-Applied", prefer);
        long position = Long.parseLong(cursor.get().split("/", -1)[1]);
        try {
            held.incrementAndGet();
            model.awaitNews(scope, position, TimeUnit.SECONDS.toMillis(Long.parseLong(prefer.substring(5))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it holds answers back until there is something new; it does not if not told to. */
    public void setHolds(boolean does) {
        holds = does;
    }

    /** A link that cuts off what is longer, in either direction. */
    public void setWidest(int bytes) {
        widest = bytes;
    }

    /** Requests to hold an answer that it followed. */
    public int held() {
        return held.get();
    }

    private Answer push(String scope, Push push, Fate fate) throws InvalidShape {
        PushAnswer answer = model.push(scope, push, fate != Fate.ANSWERED_BEFORE_MERGE);
        int status = answer.isComplete() ? OK : ACCEPTED;
        if (fate == Fate.WRONG_RESULTS) {
            List<?> ignored = answer.results();
            return new Answer(
                    status, new PushAnswer(answer.epoch(), answer.results().subList(0, ignored.size() - 1)).write());
        }
        return new Answer(status, answer.write());
    }

    /** A page from where nobody stands. */
    private static Json page(ChangesPage page, Fate fate) {
        return fate == Fate.WRONG_RESULTS
                ? new ChangesPage(
                                page.epoch(),
                                page.from() + 1,
                                page.to() + 1,
                                page.cursor(),
                                page.checkpoint(),
                                page.mark(),
                                page.rows())
                        .write()
                : page.write();
    }

    private static Answer problem(ProblemType type) {
        return new Answer(type.status(), Problem.of(type).write());
    }

    private void answer(HttpExchange exchange, Answer answer, Fate fate) throws IOException {
        if (fate == Fate.ANSWER_LOST) {
            return;
        }
        byte[] bytes = CanonicalJson.bytes(answer.body());
        exchange.getResponseHeaders().add("Tidemark-Protocol", "1");
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        int sent = fate == Fate.ANSWER_TRUNCATED ? bytes.length / 2 : Math.min(bytes.length, widest);
        exchange.getResponseBody().write(bytes, 0, sent);
        exchange.getResponseBody().flush();
    }

    private static void foreign(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(OK, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String part : raw.split("&", -1)) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], decoded(pair[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
