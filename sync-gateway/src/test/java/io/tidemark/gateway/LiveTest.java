package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.tidemark.gateway.live.Watchers;
import io.tidemark.gateway.world.Tokens;
import io.tidemark.protocol.topic.RowSpan;
import jakarta.inject.Inject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are held until there is something new. */
@QuarkusTest
class LiveTest extends GatewayTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Watchers watchers;

    @BeforeEach
    void waitsForTheTail() {
        database.row(scope, "note", "a", 1, 5, "{}");
        await().atMost(SOON).until(() -> held(1, cursor()).header("Preference-Applied") != null);
        await().atMost(SOON).until(() -> watchers.taken() == 0);
    }

    private String cursor() {
        return asAlice().get(scope.path() + "/changes").jsonPath().getString("cursor");
    }

    private Response held(int seconds, String cursor) {
        return asAlice().header("Prefer", "wait=" + seconds).get(scope.path() + "/changes?cursor=" + cursor);
    }

    private CompletableFuture<Response> waiting(String cursor) {
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> held(20, cursor));
        await().atMost(SOON).until(() -> watchers.taken() == 1);
        return answer;
    }

    private RowSpan span(long from, long to) {
        return new RowSpan(database.epoch(), from, to, new TreeMap<>());
    }

    @Test
    void isAnsweredAtOnce_whenThereIsSomethingNew() {
        // Given
        String cursor = cursor();
        database.row(scope, "note", "b", 1, 6, "{}");
        // When
        Response answer = held(20, cursor);
        // Then
        assertThat(answer.jsonPath().getList("rows.entity")).containsExactly("b");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(watchers.taken()).isZero();
    }

    @Test
    void isAnswered_whenACommitIsPublished() throws Exception {
        // Given
        CompletableFuture<Response> answer = waiting(cursor());
        // When
        database.row(scope, "note", "b", 1, 6, "{}");
        topic.committed(scope, span(5, 6));
        // Then
        Response page = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(page.jsonPath().getList("rows.entity")).containsExactly("b");
        assertThat(page.jsonPath().getBoolean("checkpoint")).isTrue();
    }

    @Test
    void isAnswered_whenOnlyAMarkHasMoved() throws Exception {
        // Given
        CompletableFuture<Response> answer = waiting(cursor());
        // When
        topic.committed(
                scope, new RowSpan(database.epoch(), 5, 5, new TreeMap<>(Map.of(RowSpan.markKey("alice", "d"), 3L))));
        // Then
        assertThat(answer.get(SOON.toSeconds(), TimeUnit.SECONDS).jsonPath().getInt("to"))
                .isEqualTo(5);
    }

    @Test
    void asksTheStore_whenTheTimeIsOverAndNoHintCame() {
        // Given
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> held(2, cursor()));
        await().atMost(SOON).until(() -> watchers.taken() == 1);
        // When
        database.row(scope, "note", "b", 1, 6, "{}");
        // Then
        assertThat(answer.join().jsonPath().getList("rows.entity")).containsExactly("b");
    }

    @Test
    void saysThatThereIsNothing_whenTheTimeIsOver() {
        // When
        Response answer = held(1, cursor());
        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.jsonPath().getList("rows")).isEmpty();
        assertThat(answer.jsonPath().getBoolean("checkpoint")).isTrue();
    }

    @Test
    void isNotHeld_whenTheReaderIsAtTheStart() {
        // When
        Response answer = asAlice().header("Prefer", "wait=20").get(scope.path() + "/changes");
        // Then
        assertThat(answer.header("Preference-Applied")).isNull();
    }

    @Test
    void showsNothing_whenTheMembershipIsRevokedMeanwhile() throws Exception {
        // Given
        CompletableFuture<Response> answer = waiting(cursor());
        // When
        database.noMember(scope);
        database.row(scope, "note", "b", 1, 6, "{\"title\": \"secret\"}");
        topic.committed(scope, span(5, 6));
        // Then
        Response refused = answer.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertProblem(refused, 404, "scope-not-found");
        assertThat(refused.asString()).doesNotContain("secret");
    }

    @Test
    void endsInTime_whenTheMembershipIsRevokedAndNothingElseHappens() {
        // Given
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> held(2, cursor()));
        await().atMost(SOON).until(() -> watchers.taken() == 1);
        // When
        database.noMember(scope);
        // Then
        assertProblem(answer.join(), 404, "scope-not-found");
    }

    @Test
    void givesItsPlaceBack_whenTheReaderHangsUp() throws Exception {
        // Given
        String request = "GET " + scope.path() + "/changes?cursor=" + cursor() + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Authorization: Bearer " + Tokens.of(scope) + "\r\nPrefer: wait=20\r\n\r\n";
        try (Socket reader = new Socket("localhost", RestAssured.port)) {
            reader.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).until(() -> watchers.taken() == 1);
        }
        // When the connection is gone, Then
        await().atMost(Duration.ofSeconds(10)).until(() -> watchers.taken() == 0);
    }
}
