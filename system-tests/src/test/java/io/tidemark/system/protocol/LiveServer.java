package io.tidemark.system.protocol;

import io.tidemark.stack.LocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The real services, and a tenant of the page's own: its scope is new, and positions begin at 1. Remembers its replies. */
final class LiveServer implements Server {
    private static final String SCOPE = "notes:alice";
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** What time does to a server, done at once. Parameter: the tenant. */
    private static final Map<String, List<String>> GIVEN = Map.of(
            "the operation log of d-7f3a is dropped up to sequence 3",
            List.of(
                    "delete from operation_log where tenant = ? and device = 'd-7f3a' and sequence <= 3",
                    "update device_mark set log_floor = 3 where tenant = ? and device = 'd-7f3a'"),
            "the tombstones up to the head are dropped",
            List.of("update scope set floor = position where tenant = ?"));

    private final LocalStack stack;
    private final String tenant = "page-" + UUID.randomUUID();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Reply> replies = new ArrayList<>();

    LiveServer(LocalStack stack) {
        this.stack = stack;
        stack.grant(tenant, SCOPE, "alice");
        stack.grant(tenant, SCOPE, "bob");
    }

    @Override
    public Reply answer(Example example, Bindings bindings) throws Exception {
        for (String given : example.given()) {
            bring(given);
        }
        HttpResponse<String> real =
                http.send(request(example.request(), bindings), HttpResponse.BodyHandlers.ofString());
        Reply reply = new Reply(real.statusCode(), real.headers(), real.body());
        replies.add(reply);
        return reply;
    }

    /** The same answers again, to whatever is asked. */
    Server recording() {
        List<Reply> left = new ArrayList<>(replies);
        return (example, bindings) -> left.removeFirst();
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

    private HttpRequest request(HttpBlock page, Bindings bindings) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(stack.gatewayUrl() + bindings.real(page.path())))
                .timeout(LIMIT)
                .method(
                        page.method(),
                        page.body()
                                .map(bindings::real)
                                .map(HttpRequest.BodyPublishers::ofString)
                                .orElseGet(HttpRequest.BodyPublishers::noBody));
        request.setHeader("Authorization", token("Bearer <Alice's token>"));
        if (page.body().isPresent()) {
            request.setHeader("Content-Type", "application/json");
        }
        page.headers().forEach((name, value) -> request.setHeader(name, token(bindings.real(value))));
        return request.build();
    }

    private String token(String page) {
        return page.replace("<Alice's token>", issue("alice")).replace("<Bob's token>", issue("bob"));
    }

    private String issue(String subject) {
        return stack.tokens().issue(tenant, subject, Duration.ofHours(1));
    }
}
