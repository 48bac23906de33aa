package io.tidemark.gateway;

import static io.restassured.RestAssured.given;
import static io.tidemark.gateway.BadInputTest.assertProblem;
import static io.tidemark.gateway.world.Operations.anOperation;
import static io.tidemark.gateway.world.Operations.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The broker stands still, or the database does: nothing is accepted, and all is well again when they go on. */
@QuarkusTest
class OutageTest extends GatewayTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void acceptsNothing_whenTheBrokerStandsStill() throws Exception {
        // Given
        push(batch(anOperation())).then().statusCode(202);
        String cursor = asAlice().get(scope.path() + "/changes").jsonPath().getString("cursor");
        ProcessHandle broker = broker();
        Response refused;
        Response notHeld;
        try {
            signal("STOP", broker);
            // When
            refused = push(batch(anOperation()));
            awaitReady(503);
            notHeld = asAlice().header("Prefer", "wait=20").get(scope.path() + "/changes?cursor=" + cursor);
        } finally {
            signal("CONT", broker);
        }
        // Then
        assertProblem(refused, 503, "log-unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.jsonPath().getString("retry")).isEqualTo("same");
        assertThat(notHeld.statusCode()).isEqualTo(200);
        assertThat(notHeld.header("Preference-Applied")).isNull();
        given().get("/q/health/live").then().statusCode(200);
        await().atMost(SOON).until(() -> push(batch(anOperation())).statusCode() == 202);
        awaitReady(200);
    }

    @Test
    void answersWhatToDo_whenTheDatabaseDoesNot() throws Exception {
        // Given
        Response refused;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table server in access exclusive mode");
            // When
            refused = push(batch(anOperation()));
            connection.rollback();
        }
        // Then
        assertProblem(refused, 503, "store-unavailable");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(topic.enqueued(scope)).isEmpty();
        await().atMost(SOON).until(() -> push(batch(anOperation())).statusCode() == 202);
    }

    private static void awaitReady(int status) {
        await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == status);
    }

    private static ProcessHandle broker() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("kafka.Kafka"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no broker below this process"));
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
