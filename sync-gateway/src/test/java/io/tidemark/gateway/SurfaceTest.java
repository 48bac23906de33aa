package io.tidemark.gateway;

import static io.restassured.RestAssured.given;
import static io.tidemark.gateway.BadInputTest.assertProblem;
import static io.tidemark.gateway.world.Operations.anOperation;
import static io.tidemark.gateway.world.Operations.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.outcome.Status;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What surrounds the interface: unknown addresses, its description, health and meters. */
@QuarkusTest
class SurfaceTest extends GatewayTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/none, 404, not-found",
        "GET, /v1/scopes/a, 404, not-found",
        "GET, /v2/scopes/a/changes, 404, not-found",
        "GET, /none, 404, not-found",
        "PUT, /v1/scopes/a/changes, 405, method-not-allowed",
        "DELETE, /v1/scopes/a/operations, 405, method-not-allowed",
        "POST, /v1/scopes/a/entities/note/b, 405, method-not-allowed"
    })
    void isAProblem_whenTheAddressOrMethodIsNotOurs(String method, String path, int status, String slug) {
        // Given / When
        Response answer = asAlice().request(method, path);
        // Then
        answer.then().statusCode(status).contentType(PROBLEM);
        assertThat(answer.jsonPath().getString("type")).isEqualTo("urn:tidemark:problem:" + slug);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /changes, 'GET, HEAD, OPTIONS'",
        "POST, /stream, 'GET, OPTIONS'",
        "POST, /conflicts, 'GET, HEAD, OPTIONS'",
        "GET, /operations, 'POST, OPTIONS'",
        "PUT, /operations/x, 'GET, HEAD, OPTIONS'",
        "POST, /entities/note/a, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'",
        "POST, /entities/note/a/explanation, 'GET, HEAD, OPTIONS'",
        "GET, /entities/note/a/dry-run, 'POST, OPTIONS'"
    })
    void namesTheMethods_whenOneIsNotAllowed(String method, String path, String allowed) {
        // Given / When
        Response answer = asAlice().request(method, scope.path() + path);
        // Then
        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo(allowed);
    }

    @Test
    void isNotAcceptable_whenTheClientWantsNoJson() {
        // Given / When
        Response answer = asAlice().accept("text/html").get(scope.path() + "/changes");
        // Then
        assertProblem(answer, 406, "not-acceptable");
    }

    @Test
    void describesEveryAddress_whenOpenApiIsRead() {
        // Given
        Map<String, Set<String>> served = Map.of(
                "/v1/scopes/{scope}/operations", Set.of("post"),
                "/v1/scopes/{scope}/operations/{operation}", Set.of("get"),
                "/v1/scopes/{scope}/changes", Set.of("get"),
                "/v1/scopes/{scope}/stream", Set.of("get"),
                "/v1/scopes/{scope}/conflicts", Set.of("get"),
                "/v1/scopes/{scope}/entities/{type}/{id}", Set.of("get", "put", "patch", "delete"),
                "/v1/scopes/{scope}/entities/{type}/{id}/explanation", Set.of("get"),
                "/v1/scopes/{scope}/entities/{type}/{id}/dry-run", Set.of("post"));
        // When
        JsonPath description = given().get("/q/openapi?format=json").jsonPath();
        // Then
        Map<String, Map<String, Object>> paths = description.getMap("paths");
        assertThat(paths.keySet()).isEqualTo(served.keySet());
        paths.forEach((path, methods) -> {
            Set<String> described = new HashSet<>(methods.keySet());
            described.remove("parameters");
            assertThat(described).as(path).isEqualTo(served.get(path));
        });
        List<String> statuses = description.getList("components.schemas.Result.properties.status.enum");
        assertThat(statuses)
                .containsAll(Arrays.stream(Status.values()).map(Status::slug).toList());
    }

    @Test
    void isTakenByTheProtocol_whenTheExampleOfThePushIsSent() throws Exception {
        // Given
        JsonPath description = given().get("/q/openapi?format=json").jsonPath();
        Map<String, Object> example = description.getMap(
                "paths.'/v1/scopes/{scope}/operations'.post.requestBody.content.'application/json'.examples.edit.value");
        // When
        Response answer =
                asAlice().contentType("application/json").body(example).post(scope.path() + "/operations");
        // Then
        answer.then().statusCode(202);
        assertThat(topic.enqueued(scope).getFirst().record().submissions()).hasSize(2);
        assertThat(Push.read(JsonReader.read(batch(anOperation()))).operations())
                .hasSize(1);
    }

    @Test
    void isReady_whenBrokerAndDatabaseAreReached() {
        // Given / When / Then
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.name.sort()", equalTo(List.of("outcomes", "store")));
    }

    @Test
    void dependsOnNothing_whenLivenessIsAsked() {
        // Given / When / Then
        given().get("/q/health/live").then().statusCode(200).body("checks", equalTo(List.of()));
    }

    @Test
    void counts_whenAPushWasAnswered() {
        // Given
        push(batch(anOperation()));
        push("not JSON");
        // When
        Response metrics = given().get("/q/metrics");
        // Then
        metrics.then()
                .body(containsString("tidemark_operations_total{status=\"pending\"}"))
                .body(containsString("tidemark_problems_total{type=\"malformed-json\"}"))
                .body(containsString("tidemark_push_operations_count"));
        assertThat(metrics.asString()).doesNotContain(scope.scope());
    }
}
