package io.tidemark.gateway;

import static io.tidemark.gateway.world.Operations.anOperation;
import static io.tidemark.gateway.world.Operations.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.tidemark.gateway.world.Operations;
import io.tidemark.gateway.world.Tokens;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.outcome.Reason;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is broken as a whole is a problem and reaches nobody; what is broken alone is a marker on the log, and no more. */
@QuarkusTest
class BadInputTest extends GatewayTest {

    static Stream<Arguments> brokenRequests() {
        String id = "\"operationId\":\"0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f\"";
        String fine = "{\"device\":\"d\",\"operations\":[]}";
        return Stream.of(
                broken(400, "malformed-json", ""),
                broken(400, "malformed-json", "not JSON"),
                broken(400, "malformed-json", "{\"device\":\"d\",\"operations\":["),
                broken(400, "malformed-json", fine + "{}"),
                broken(400, "malformed-json", "{\"device\":\"d\",\"operations\":[NaN]}"),
                broken(400, "malformed-json", "{\"device\":\"d\",\"operations\":[Infinity]}"),
                broken(400, "duplicate-key", "{\"device\":\"d\",\"device\":\"e\",\"operations\":[]}"),
                broken(400, "json-too-deep", "[".repeat(33) + "]".repeat(33)),
                broken(400, "number-out-of-range", "{\"device\":\"d\",\"operations\":[1e400]}"),
                broken(400, "number-out-of-range", "{\"device\":\"d\",\"operations\":[9007199254740993]}"),
                broken(400, "number-out-of-range", "[" + "1".repeat(41) + "]"),
                broken(400, "invalid-characters", "[\"\\u0000\"]"),
                broken(400, "invalid-characters", "[\"\\ud800\"]"),
                broken(400, "malformed-request", "[]"),
                broken(400, "malformed-request", "{}"),
                broken(400, "malformed-request", "{\"device\":7,\"operations\":[]}"),
                broken(400, "malformed-request", "{\"device\":\"ä\",\"operations\":[]}"),
                broken(400, "malformed-request", "{\"device\":\"" + "d".repeat(65) + "\",\"operations\":[]}"),
                broken(400, "malformed-request", "{\"device\":\"d\",\"operations\":[],\"tenant\":\"other\"}"),
                broken(400, "malformed-request", "{\"device\":\"d\",\"operations\":[7]}"),
                broken(400, "malformed-request", "{\"device\":\"d\",\"operations\":[{\"sequence\":1,\"previous\":0}]}"),
                broken(400, "malformed-request", one("\"operationId\":\"1\",\"sequence\":1,\"previous\":0")),
                broken(400, "malformed-request", one(id + ",\"sequence\":0,\"previous\":0")),
                broken(400, "malformed-request", one(id + ",\"sequence\":1,\"previous\":-1")),
                broken(400, "malformed-request", one(id + ",\"sequence\":1,\"previous\":1")),
                broken(400, "malformed-request", one(id + ",\"sequence\":1.5,\"previous\":0")),
                broken(400, "malformed-request", one(id + ",\"sequence\":\"1\",\"previous\":0")),
                broken(400, "malformed-request", one(id + ",\"previous\":0")));
    }

    private static String one(String members) {
        return "{\"device\":\"d\",\"operations\":[{" + members + "}]}";
    }

    private static Arguments broken(int status, String slug, String body) {
        return Arguments.of(status, slug, body);
    }

    @ParameterizedTest
    @MethodSource("brokenRequests")
    void refusesTheRequest_whenItIsBrokenAsAWhole(int status, String slug, String body) throws Exception {
        // Given / When
        Response answer = push(body);
        // Then
        assertProblem(answer, status, slug);
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"C328", "C0AF", "FFFE", "EFBBBF7B7D", "EDA080"})
    void refusesTheRequest_whenItIsNotUtf8(String hex) throws Exception {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex);
        // When
        Response answer = asAlice().contentType("application/json").body(bytes).post(scope.path() + "/operations");
        // Then
        assertProblem(answer, 400, "malformed-encoding");
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @Test
    void refusesTheBatch_whenItHasMoreThanFifty() throws Exception {
        // Given
        Operations[] many =
                IntStream.rangeClosed(1, 51).mapToObj(i -> anOperation().at(i)).toArray(Operations[]::new);
        // When
        Response answer = push(batch(many));
        // Then
        assertProblem(answer, 413, "batch-too-large");
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1048577", "10485760"})
    void refusesTheBody_whenItIsLargerThanAMebibyte(int bytes) {
        // Given
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) ' ');
        // When
        Response answer = asAlice().contentType("application/json").body(body).post(scope.path() + "/operations");
        // Then
        assertProblem(answer, 413, "body-too-large");
    }

    @Test
    void refusesAtOnce_whenTheAnnouncedLengthIsHopeless() throws Exception {
        // Given
        String head = "POST " + scope.path() + "/operations HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: 25000000\r\n\r\n";
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.setSoTimeout(10_000);
            // When: not a byte of the body is sent
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // Then: the connection is at its end, too
            assertThat(answer).startsWith("HTTP/1.1 413").contains("urn:tidemark:problem:body-too-large");
        }
    }

    @Test
    void answers_whenALargeBodyIsRefusedUnread() {
        // Given
        byte[] body = new byte[8 * 1024 * 1024];
        // When
        Response unknown =
                RestAssured.given().contentType("application/json").body(body).post(scope.path() + "/operations");
        Response impossible =
                asAlice().contentType("application/json").body(body).post("/v1/scopes/%00/operations");
        Response text = asAlice().contentType("text/plain").body(body).post(scope.path() + "/operations");
        // Then
        assertProblem(unknown, 401, "token-required");
        assertProblem(impossible, 404, "scope-not-found");
        assertProblem(text, 415, "unsupported-media-type");
    }

    @Test
    void refusesTheBody_whenItIsChunkedAndTooLarge() throws Exception {
        // Given
        var client = HttpClient.newHttpClient();
        byte[] body = new byte[2 * 1024 * 1024];
        Arrays.fill(body, (byte) ' ');
        var request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + RestAssured.port + scope.path() + "/operations"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + Tokens.of(scope))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        // When
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        // Then
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("urn:tidemark:problem:body-too-large");
    }

    @Test
    void takesTheBody_whenItIsExactlyAMebibyte() {
        // Given
        String sound = batch(anOperation());
        String body = sound + " ".repeat(1024 * 1024 - sound.length());
        // When
        Response answer = push(body);
        // Then
        answer.then().statusCode(202);
    }

    @Test
    void refusesTheRequest_whenItsCanonicalFormDoesNotFitIntoARecord() throws Exception {
        // Given: five bytes become twenty-two
        String list = "[" + "1e20,".repeat(20_000) + "1]";
        List<String> operations = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> CanonicalJson.write(anOperation()
                                .with("seen", Json.Obj.of(Map.of("title", Json.Obj.of(Map.of("value", Json.of("?"))))))
                                .at(i)
                                .json())
                        .replace("\"?\"", list))
                .toList();
        String body = "{\"device\":\"d\",\"operations\":[" + String.join(",", operations) + "]}";
        assertThat(body.length()).isLessThan(1024 * 1024);
        // When
        Response answer = push(body);
        // Then
        assertProblem(answer, 413, "body-too-large");
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, 415",
        "application/octet-stream, 415",
        "application/json-patch+json, 415",
        "application/json; charset=utf-8, 202",
        "APPLICATION/JSON, 202"
    })
    void asksForJson_whenTheMediaTypeIsAnother(String type, int status) {
        // Given / When
        Response answer = asAlice()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .header("Content-Type", type)
                .body(batch(anOperation()).getBytes(StandardCharsets.UTF_8))
                .post(scope.path() + "/operations");
        // Then
        answer.then().statusCode(status);
        if (status == 415) {
            assertProblem(answer, 415, "unsupported-media-type");
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip", "br", "zstd", "'gzip, gzip'"})
    void refusesTheBody_whenItIsCompressed(String encoding) {
        // Given / When
        Response answer = asAlice()
                .contentType("application/json")
                .header("Content-Encoding", encoding)
                .body(batch(anOperation()))
                .post(scope.path() + "/operations");
        // Then
        assertProblem(answer, 415, "unsupported-media-type");
    }

    static Stream<Arguments> badOperations() {
        return Stream.of(
                bad(Reason.UNKNOWN_TYPE, one -> one.with("type", Json.of("nonsense"))),
                bad(Reason.UNKNOWN_FIELD, one -> one.with("fields", object("colour", Json.of("red")))),
                bad(Reason.INVALID_FIELD, one -> one.with("fields", object("title", Json.of(7)))),
                bad(Reason.INVALID_FIELD, one -> one.with("fields", object("title", Json.of("x".repeat(1001))))),
                bad(Reason.INVALID_FIELD, one -> one.with("fields", object("pinned", Json.of("true")))),
                bad(Reason.INVALID_FIELD, one -> one.with("fields", object("tags", Json.of("a")))),
                bad(Reason.INVALID_ENTITY_ID, one -> one.with("entity", Json.of("x".repeat(129)))),
                bad(Reason.INVALID_ENTITY_ID, one -> one.with("entity", Json.of(""))),
                bad(Reason.INVALID_ENTITY_ID, one -> one.with("entity", Json.of("a\nb"))),
                bad(Reason.NOTHING_TO_CHANGE, one -> one.with("fields", new Json.Obj(new TreeMap<>()))),
                bad(Reason.SEEN_REQUIRED, one -> one.with("seen", object("body", absent()))),
                bad(Reason.MALFORMED_OPERATION, one -> one.without("seen")),
                bad(Reason.MALFORMED_OPERATION, one -> one.without("seen").with("baseVersion", Json.of(-1))),
                bad(Reason.MALFORMED_OPERATION, one -> one.with("baseVersion", Json.of(1))),
                bad(Reason.MALFORMED_OPERATION, one -> one.with("kind", Json.of("insert"))),
                bad(Reason.MALFORMED_OPERATION, one -> one.with("version", Json.of(7))),
                bad(Reason.MALFORMED_OPERATION, one -> one.with("deletedAt", Json.NULL)),
                bad(Reason.MALFORMED_OPERATION, one -> one.with("fields", Json.of("x"))),
                bad(Reason.MALFORMED_OPERATION, one -> one.without("type")),
                bad(
                        Reason.OPERATION_TOO_LARGE,
                        one -> one.with(
                                "seen",
                                object("title", inFull("x".repeat(250_000)), "body", inFull("y".repeat(280_000))))));
    }

    private static Arguments bad(Reason reason, UnaryOperator<Operations> change) {
        return Arguments.of(reason, change);
    }

    private static Json object(String name, Json value) {
        return Json.Obj.of(Map.of(name, value));
    }

    private static Json object(String name, Json value, String other, Json otherValue) {
        return Json.Obj.of(Map.of(name, value, other, otherValue));
    }

    private static Json absent() {
        return object("absent", Json.of(true));
    }

    private static Json inFull(String text) {
        return object("value", Json.of(text));
    }

    @ParameterizedTest
    @MethodSource("badOperations")
    void enqueuesAMarkerAndNoMore_whenOneOperationIsBad(Reason reason, UnaryOperator<Operations> change)
            throws Exception {
        // Given
        Operations before = anOperation().at(1);
        Operations bad = change.apply(anOperation().at(2));
        Operations after = anOperation().at(3);
        // When
        Response answer = push(batch(before, bad, after));
        // Then: the chain has no hole, and nothing of the bad one but its refusal is on the log
        answer.then().statusCode(202);
        List<Submission> enqueued = topic.enqueued(scope).getFirst().record().submissions();
        assertThat(enqueued).hasSize(3);
        assertThat(enqueued.get(0)).isInstanceOf(Submission.Accepted.class);
        assertThat(enqueued.get(1))
                .isInstanceOfSatisfying(Submission.Refused.class, marker -> assertThat(marker.reason())
                        .isEqualTo(reason));
        assertThat(enqueued.get(2)).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void dropsTheTraceHeader_whenItIsOfNoForm() throws Exception {
        // Given
        Operations operation = anOperation().with("traceparent", Json.of("x".repeat(10_000)));
        // When
        push(batch(operation)).then().statusCode(202);
        // Then
        assertThat(topic.enqueued(scope).getFirst().headers()).doesNotContainKey("traceparent");
    }

    static void assertProblem(Response answer, int status, String slug) {
        answer.then()
                .statusCode(status)
                .contentType(PROBLEM)
                .header("Tidemark-Protocol", "1")
                .header("Cache-Control", "no-store")
                .body("title", not(emptyOrNullString()))
                .body("retry", not(emptyOrNullString()));
        assertThat(answer.jsonPath().getString("type")).isEqualTo("urn:tidemark:problem:" + slug);
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    }
}
