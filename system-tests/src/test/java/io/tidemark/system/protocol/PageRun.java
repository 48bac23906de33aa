package io.tidemark.system.protocol;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The examples of a page, carried out one after the other, in a tenant of their own: the page's scope is new, and its
 * positions begin at 1.
 */
final class PageRun {
    private static final String SCOPE = "notes:alice";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Headers that tell a client something: they are on the page, or not there. */
    private static final List<String> SPOKEN = List.of("ETag", "Location", "Retry-After", "WWW-Authenticate", "Allow");

    private static final String ABSENT = "absent";

    /** What time does to a server, done at once. Parameter: the tenant. */
    private static final Map<String, List<String>> GIVEN = Map.of(
            "the operation log of d-7f3a is dropped up to sequence 3",
            List.of(
                    "delete from operation_log where tenant = ? and device = 'd-7f3a' and sequence <= 3",
                    "update device_mark set log_floor = 3 where tenant = ? and device = 'd-7f3a'"),
            "the tombstones up to the head are dropped",
            List.of("update scope set floor = position where tenant = ?"));

    private final LocalStack stack;
    private final String tenant;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Bindings bindings = new Bindings();

    PageRun(LocalStack stack, String tenant) {
        this.stack = stack;
        this.tenant = tenant;
        stack.grant(tenant, SCOPE, "alice");
        stack.grant(tenant, SCOPE, "bob");
    }

    /** Ends at the first example that is not as the page says, with its line and what is wrong. */
    Optional<String> deviation(List<Example> examples) throws Exception {
        for (Example example : examples) {
            for (String given : example.given()) {
                bring(given);
            }
            HttpResponse<byte[]> real = http.send(request(example.request()), HttpResponse.BodyHandlers.ofByteArray());
            Optional<String> deviation = deviation(example.answer(), real);
            if (deviation.isPresent()) {
                return Optional.of("docs/protocol.md:%d: %s%nThe answer was %d %s%n%s"
                        .formatted(
                                example.answer().line(),
                                deviation.get(),
                                real.statusCode(),
                                real.headers().map(),
                                new String(real.body(), StandardCharsets.UTF_8)));
            }
        }
        return Optional.empty();
    }

    private void bring(String given) throws SQLException {
        List<String> statements = Optional.ofNullable(GIVEN.get(given))
                .orElseThrow(() -> new AssertionError("nobody knows how to bring about: " + given));
        try (Connection connection =
                DriverManager.getConnection(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD)) {
            for (String sql : statements) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, tenant);
                    statement.executeUpdate();
                }
            }
        }
    }

    private HttpRequest request(HttpBlock page) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(stack.gatewayUrl() + bindings.real(page.path())))
                .timeout(LIMIT)
                .method(
                        page.method(),
                        page.body()
                                .map(bindings::real)
                                .map(HttpRequest.BodyPublishers::ofString)
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        page.headers()
                .forEach((name, value) ->
                        request.header(name, name.equals("Authorization") ? token(value) : bindings.real(value)));
        if (!page.headers().containsKey("Authorization")) {
            request.header("Authorization", token("Bearer <Alice's token>"));
        }
        if (page.body().isPresent() && !page.headers().containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    private String token(String page) {
        return page.replace("<Alice's token>", issue("alice")).replace("<Bob's token>", issue("bob"));
    }

    private String issue(String subject) {
        return stack.tokens().issue(tenant, subject, Duration.ofHours(1));
    }

    private Optional<String> deviation(HttpBlock page, HttpResponse<byte[]> real) {
        if (page.status() != real.statusCode()) {
            return Optional.of("the status is %d, and on the page %d".formatted(real.statusCode(), page.status()));
        }
        // The body binds what the headers name.
        Optional<String> body = bodyDeviation(page, real);
        return body.isPresent() ? body : headerDeviation(page, real);
    }

    private Optional<String> bodyDeviation(HttpBlock page, HttpResponse<byte[]> real) {
        try {
            Json expected = JsonReader.read(page.body().orElse("").getBytes(StandardCharsets.UTF_8));
            return new Comparison(bindings).difference(expected, JsonReader.read(real.body()));
        } catch (InvalidJson e) {
            return Optional.of("not JSON, here or there: " + e.getMessage());
        }
    }

    private Optional<String> headerDeviation(HttpBlock page, HttpResponse<byte[]> real) {
        TreeMap<String, String> expected = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        expected.put("Tidemark-Protocol", "1");
        expected.put("Cache-Control", "no-store");
        expected.put("Content-Type", real.statusCode() < 400 ? "application/json" : "application/problem+json");
        page.headers().forEach((name, value) -> expected.put(name, bindings.real(value)));
        SPOKEN.stream().filter(name -> !expected.containsKey(name)).forEach(name -> expected.put(name, ABSENT));
        return expected.entrySet().stream()
                .filter(header -> !real.headers()
                        .firstValue(header.getKey())
                        .map(value -> header.getKey().equals("Content-Type") ? value.split(";", -1)[0] : value)
                        .orElse(ABSENT)
                        .equals(header.getValue()))
                .map(header -> "%s is %s, and on the page %s"
                        .formatted(
                                header.getKey(),
                                real.headers().firstValue(header.getKey()).orElse(ABSENT),
                                header.getValue()))
                .findFirst();
    }
}
