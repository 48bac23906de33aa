package io.tidemark.gateway;

import static io.tidemark.gateway.world.Operations.anOperation;
import static io.tidemark.gateway.world.Operations.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.tidemark.gateway.world.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** More than the gateway takes in: what is too much is told so at once, and the rest is served. */
@QuarkusTest
class OverloadTest extends GatewayTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MORE_THAN_CONNECTIONS_AND_QUEUE = 320;
    private static final int BODIES = 48;
    private static final int MOST_OF_A_BODY = 1_000_000;

    @Test
    void refusesAtOnce_whenTooManyWaitForTheDatabase() throws Exception {
        // Given
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table server in access exclusive mode");
            // When
            for (int i = 0; i < MORE_THAN_CONNECTIONS_AND_QUEUE; i++) {
                answers.add(client.sendAsync(aPush(), HttpResponse.BodyHandlers.ofString()));
            }
            // Then
            await().atMost(SOON).until(() -> answers.stream().anyMatch(OverloadTest::isOverloaded));
            connection.rollback();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(202, 503));
        }
        await().atMost(SOON).until(() -> push(batch(anOperation())).statusCode() == 202);
    }

    @Test
    void refusesBodies_whenTooManyAreHeldAtOnce() throws Exception {
        // Given
        String head = "POST " + scope.path() + "/operations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + Tokens.of(scope) + "\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n";
        List<Socket> senders = new ArrayList<>();
        try {
            // When: none of them sends its last bytes
            for (int i = 0; i < BODIES; i++) {
                Socket sender = new Socket("localhost", RestAssured.port);
                senders.add(sender);
                sender.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                sender.getOutputStream().write(new byte[MOST_OF_A_BODY]);
            }
            // Then
            await().atMost(Duration.ofSeconds(10)).until(() -> senders.stream()
                    .map(OverloadTest::received)
                    .anyMatch(text -> !text.isEmpty()
                            && text.startsWith("HTTP/1.1 503")
                            && text.contains("urn:tidemark:problem:overloaded")
                            && text.contains("Retry-After: 2")));
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
        byte[] large = batch(anOperation()).concat(" ".repeat(MOST_OF_A_BODY)).getBytes(StandardCharsets.UTF_8);
        await().atMost(SOON)
                .until(() -> asAlice()
                                .contentType("application/json")
                                .body(large)
                                .post(scope.path() + "/operations")
                                .statusCode()
                        == 202);
    }

    private HttpRequest aPush() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + scope.path() + "/operations"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + Tokens.of(scope))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(batch(anOperation())))
                .build();
    }

    private static boolean isOverloaded(CompletableFuture<HttpResponse<String>> answer) {
        return answer.isDone()
                && answer.join().statusCode() == 503
                && answer.join().headers().firstValue("Retry-After").isPresent()
                && answer.join().body().contains("urn:tidemark:problem:overloaded");
    }

    private static String received(Socket socket) {
        try {
            InputStream stream = socket.getInputStream();
            return new String(stream.readNBytes(stream.available()), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
