package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tidemark.gateway.live.Streams;
import io.tidemark.gateway.live.Watchers;
import io.tidemark.gateway.world.Tokens;
import io.tidemark.protocol.topic.RowSpan;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The feed as a stream. */
@QuarkusTest
class StreamTest extends GatewayTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Watchers watchers;

    @Inject
    Streams streams;

    @BeforeEach
    void waitsForTheTail() {
        database.row(scope, "note", "a", 1, 5, "{}");
        String changes = scope.path() + "/changes?cursor=" + cursor();
        await().atMost(SOON)
                .until(() -> asAlice().header("Prefer", "wait=1").get(changes).header("Preference-Applied") != null);
    }

    @AfterEach
    void nobodyIsLeftBehind() {
        await().atMost(SOON).until(() -> streams.open() == 0 && watchers.taken() == 0);
    }

    private String cursor() {
        return asAlice().get(scope.path() + "/changes").jsonPath().getString("cursor");
    }

    private void commit(String entity, long position) throws Exception {
        database.row(scope, "note", entity, 1, position, "{}");
        topic.committed(scope, new RowSpan(database.epoch(), position - 1, position, new TreeMap<>()));
    }

    /** A reader on a plain socket, who takes an event when he is asked for one. */
    private final class Reader implements AutoCloseable {
        private final Socket socket = new Socket("localhost", RestAssured.port);
        private final BufferedReader lines;

        Reader(String query, String... headers) throws IOException {
            socket.setSoTimeout((int) SOON.toMillis());
            String request = "GET " + scope.path() + "/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n"
                    + "Accept: text/event-stream\r\nAuthorization: Bearer " + Tokens.of(scope) + "\r\n"
                    + String.join("", headers) + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The lines up to the next one that begins so, without those of the chunks. */
        List<String> until(String beginning) throws IOException {
            List<String> read = new ArrayList<>();
            while (true) {
                String line = lines.readLine();
                if (line == null) {
                    return read;
                }
                read.add(line);
                if (line.startsWith(beginning)) {
                    return read;
                }
            }
        }

        String line(String beginning) throws IOException {
            return until(beginning).getLast();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void sendsEachPage_whenACommitIsPublished() throws Exception {
        // Given
        try (Reader reader = new Reader("?cursor=" + cursor())) {
            assertThat(reader.until("retry:"))
                    .contains("HTTP/1.1 200 OK", "Tidemark-Protocol: 1")
                    .anyMatch(line -> line.equalsIgnoreCase("content-type: text/event-stream"));
            assertThat(reader.line("data:")).contains("\"from\":5", "\"to\":5", "\"rows\":[]");
            await().atMost(SOON).until(() -> watchers.taken() == 1);
            // When
            commit("b", 6);
            String first = reader.line("data:");
            commit("c", 7);
            String second = reader.line("data:");
            // Then
            assertThat(first)
                    .contains("\"from\":5", "\"to\":6", "\"entity\":\"b\"")
                    .doesNotContain("\"entity\":\"a\"");
            assertThat(second)
                    .contains("\"from\":6", "\"to\":7", "\"entity\":\"c\"")
                    .doesNotContain("\"entity\":\"b\"");
        }
    }

    @Test
    void goesOnBehindTheLastEvent_whenTheReaderComesAgain() throws Exception {
        // Given
        String last;
        try (Reader reader = new Reader("")) {
            last = reader.line("id: ").substring("id: ".length());
            assertThat(reader.line("data:")).contains("\"from\":0", "\"entity\":\"a\"");
        }
        commit("b", 6);
        // When
        try (Reader again = new Reader("?cursor=" + cursor(), "Last-Event-ID: " + last + "\r\n")) {
            // Then
            assertThat(again.line("data:")).contains("\"from\":5", "\"entity\":\"b\"");
        }
    }

    @Test
    void showsThatItLives_whenNothingHappens() throws Exception {
        try (Reader reader = new Reader("?cursor=" + cursor())) {
            // Given
            reader.until("retry:");
            reader.until(":");
            // When / Then
            assertThat(reader.until(":")).noneMatch(line -> line.startsWith("data:"));
        }
    }

    @Test
    void endsWithAReason_whenTheMembershipIsRevoked() throws Exception {
        try (Reader reader = new Reader("?cursor=" + cursor())) {
            // Given
            reader.until("data:");
            // When
            database.noMember(scope);
            commit("secret", 6);
            // Then
            List<String> rest = reader.until("data:");
            assertThat(rest).contains("event: problem");
            assertThat(rest.getLast()).contains("scope-not-found").doesNotContain("secret");
            assertThat(reader.until("0"))
                    .noneMatch(line -> line.contains("secret"))
                    .endsWith("0");
        }
    }

    @Test
    void isCutOff_whenTheReaderTakesNothing() throws Exception {
        // Given: more than the connection's buffers hold
        String body = "{\"title\":\"" + "x".repeat(900_000) + "\"}";
        for (int i = 0; i < 24; i++) {
            database.row(scope, "note", "large-" + i, 1, 10 + i, body);
        }
        // When / Then
        try (Reader reader = new Reader("")) {
            assertThat(reader.line("retry:")).isNotEmpty();
            await().atMost(SOON).until(() -> streams.open() == 0);
        }
    }

    @Test
    void isRefused_whenThereIsNoRoom() {
        // Given
        int taken = 0;
        while (streams.enter()) {
            taken++;
        }
        // When / Then
        assertProblem(asAlice().get(scope.path() + "/stream"), 503, "overloaded");
        for (int i = 0; i < taken; i++) {
            streams.leave();
        }
        assertThat(taken).isPositive();
    }

    @Test
    void isAProblemLikeAnyOther_whenItIsRefusedAtOnce() {
        assertProblem(asAlice().get(scope.path() + "x/stream"), 404, "scope-not-found");
        assertProblem(asAlice().get(scope.path() + "/stream?cursor=none"), 400, "invalid-cursor");
        assertProblem(asAlice().accept("text/html").get(scope.path() + "/stream"), 406, "not-acceptable");
        assertProblem(asAlice().post(scope.path() + "/stream"), 405, "method-not-allowed");
    }
}
