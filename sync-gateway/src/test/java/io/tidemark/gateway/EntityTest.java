package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tidemark.gateway.world.Topic.Enqueued;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityTag;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hamcrest.Matcher;
import org.hamcrest.Matchers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EntityTest extends GatewayTest {
    private static final String WHOLE = "{\"fields\":{\"title\":\"Milk\",\"body\":\"\",\"pinned\":false,\"tags\":[]}}";

    private final UUID key = UUID.randomUUID();
    private final String path = scope.path() + "/entities/note/shopping";

    @Test
    void showsTheRowAndItsTag_whenItStands() {
        // Given
        database.row(scope, "note", "shopping", 7, 918, "{\"title\": \"Milk\"}");
        // When
        Response answer = asAlice().get(path);
        // Then
        answer.then().statusCode(200).header("ETag", "\"" + database.epoch() + ".918.7\"");
        assertThat(answer.jsonPath().getString("fields.title")).isEqualTo("Milk");
        assertThat(answer.jsonPath().getString("entity")).isEqualTo("shopping");
    }

    @ParameterizedTest
    @CsvSource({"note/missing", "note/deleted", "nonsense/shopping", "note/%00", "note%00/a"})
    void isNotFound_whenThereIsNone(String entity) {
        // Given
        database.tombstone(scope, "note", "deleted", 2, 3);
        // When
        Response answer = asAlice().get(scope.path() + "/entities/" + entity);
        // Then
        assertProblem(answer, 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({"a%2Fb, a/b", "%C3%A4%20x, 'ä x'", "a+b, a+b", "a%252Fb, a%2Fb", "x%3By=1, x;y=1"})
    void namesTheEntity_whenItsIdIsEncoded(String encoded, String id) {
        // Given
        database.row(scope, "note", id, 1, 1, "{}");
        // When
        Response answer = asAlice().get(scope.path() + "/entities/note/" + encoded);
        // Then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getString("entity")).isEqualTo(id);
    }

    @Test
    void refusesThePath_whenPartOfItWouldBeDropped() {
        // Given: to the framework a bare semicolon begins a matrix parameter, and the id would be another one
        database.row(scope, "note", "x", 1, 1, "{}");
        // When
        Response answer = asAlice().get(scope.path() + "/entities/note/x;y=1");
        // Then
        assertProblem(answer, 400, "invalid-parameter");
    }

    @Test
    void becomesAChainlessOperation_whenAPatchSaysWhatWasSeen() throws Exception {
        // Given
        String body = "{\"fields\":{\"title\":\"Milk\"},\"seen\":{\"title\":{\"absent\":true}}}";
        // When
        Response answer = write().header("Prefer", "wait=0").body(body).patch(path);
        // Then
        answer.then().statusCode(202).header("Location", endsWithPath("/operations/" + key));
        assertThat(answer.jsonPath().getString("status")).isEqualTo("pending");
        assertThat(answer.jsonPath().getString("epoch")).isEqualTo(database.epoch());
        Enqueued record = topic.enqueued(scope).getFirst();
        assertThat(record.record().device()).isEmpty();
        Operation operation = accepted(record);
        assertThat(operation.id().uuid()).isEqualTo(key);
        assertThat(operation.basis()).isInstanceOf(Basis.Seen.class);
        assertThat(operation.precondition()).isEqualTo(new Precondition.None());
    }

    @Test
    void carriesThePrecondition_whenThereIsOne() throws Exception {
        // Given / When
        write().header("Prefer", "wait=0")
                .header("If-Match", "\"e.918.7\", W/\"e.1.1\"")
                .body(WHOLE)
                .put(path)
                .then()
                .statusCode(202);
        // Then
        Operation operation = accepted(topic.enqueued(scope).getFirst());
        assertThat(operation.precondition()).isEqualTo(new Precondition.Matches(List.of(new EntityTag("e", 918, 7))));
    }

    @Test
    void becomesADelete_whenTheVersionWasRead() throws Exception {
        // Given / When
        write().header("Prefer", "wait=0")
                .delete(path + "?baseVersion=7")
                .then()
                .statusCode(202);
        // Then
        Operation operation = accepted(topic.enqueued(scope).getFirst());
        assertThat(operation).isInstanceOf(Operation.Delete.class);
        assertThat(operation.basis()).isEqualTo(new Basis.BaseVersion(7));
    }

    @Test
    void answersTheResultAndTheNewTag_whenTheMergeSpeaks() throws Exception {
        // Given
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> write().header("Prefer", "wait=10")
                .header("If-None-Match", "*")
                .body(WHOLE)
                .put(path));
        // When
        awaitEnqueued();
        database.row(scope, "note", "shopping", 1, 5, "{\"title\": \"Milk\"}");
        say(outcome(Status.APPLIED, null, 1, 5));
        // Then
        Response response = answer.get(12, TimeUnit.SECONDS);
        response.then().statusCode(200).header("ETag", "\"" + database.epoch() + ".5.1\"");
        assertThat(response.jsonPath().getString("status")).isEqualTo("applied");
    }

    @Test
    void answersFromTheLog_whenARetryComesAfterSuccess() throws Exception {
        // Given: the first send succeeded, so its precondition does not hold any more
        write().header("Prefer", "wait=0")
                .header("If-None-Match", "*")
                .body(WHOLE)
                .put(path)
                .then()
                .statusCode(202);
        String fingerprint = topic.enqueued(scope)
                .getFirst()
                .record()
                .submissions()
                .getFirst()
                .fingerprint()
                .toString();
        database.row(scope, "note", "shopping", 1, 5, "{\"title\": \"Milk\"}");
        database.log(scope, key, fingerprint, outcome(Status.APPLIED, null, 1, 5));
        // When
        Response retry = write().header("If-None-Match", "*").body(WHOLE).put(path);
        // Then
        retry.then().statusCode(200);
        assertThat(retry.jsonPath().getBoolean("replayed")).isTrue();
        assertThat(topic.enqueued(scope)).hasSize(1);
    }

    @Test
    void showsTheRow_whenThePreconditionFailed() throws Exception {
        // Given
        write().header("Prefer", "wait=0")
                .header("If-Match", "\"x\"")
                .body(WHOLE)
                .put(path)
                .then()
                .statusCode(202);
        String fingerprint = topic.enqueued(scope)
                .getFirst()
                .record()
                .submissions()
                .getFirst()
                .fingerprint()
                .toString();
        database.row(scope, "note", "shopping", 7, 918, "{\"title\": \"Other\"}");
        database.log(scope, key, fingerprint, Outcome.rejected(Reason.PRECONDITION_FAILED));
        // When
        Response answer = write().header("If-Match", "\"x\"").body(WHOLE).put(path);
        // Then
        assertProblem(answer, 412, "precondition-failed");
        assertThat(answer.jsonPath().getString("row.fields.title")).isEqualTo("Other");
        assertThat(answer.jsonPath().getInt("row.version")).isEqualTo(7);
    }

    @Test
    void refuses_whenTheKeyWasUsedForAnotherRequest() throws Exception {
        // Given
        database.log(scope, key, "x".repeat(43), outcome(Status.APPLIED, null, 1, 5));
        // When
        Response answer = write().header("If-None-Match", "*").body(WHOLE).put(path);
        // Then
        assertProblem(answer, 422, "operation-refused");
        assertThat(answer.jsonPath().getString("reason")).isEqualTo("id-reused");
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @Test
    void isTheOutcome_whenAnOperationIsAskedFor() {
        // Given
        database.log(scope, key, "x".repeat(43), outcome(Status.MERGED, Reason.UNDELETED, 3, 9));
        // When
        Response answer = asAlice().get(scope.path() + "/operations/" + key);
        // Then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getMap(""))
                .containsEntry("operationId", key.toString())
                .containsEntry("status", "merged")
                .containsEntry("reason", "undeleted")
                .containsEntry("epoch", database.epoch());
    }

    @ParameterizedTest
    @CsvSource({"0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f, 404, operation-unknown", "nonsense, 400, invalid-parameter"})
    void saysSo_whenAnOperationIsNotKnown(String id, int status, String slug) {
        // Given / When
        Response answer = asAlice().get(scope.path() + "/operations/" + id);
        // Then
        assertProblem(answer, status, slug);
    }

    @Test
    void asksForAPrecondition_whenThereIsNone() {
        // Given / When
        Response put = write().body(WHOLE).put(path);
        Response patch = write().body("{\"fields\":{\"title\":\"x\"}}").patch(path);
        Response delete = write().delete(path);
        // Then
        List.of(put, patch, delete).forEach(answer -> assertProblem(answer, 428, "precondition-required"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"fields\":{\"title\":\"x\"}} | 422 | malformed-operation",
                "{\"fields\":{\"title\":7,\"body\":\"\",\"pinned\":false,\"tags\":[]}} | 422 | invalid-field",
                "{\"fields\":{\"title\":\"\",\"body\":\"\",\"pinned\":false,\"tags\":[],\"x\":1}} | 422 | unknown-field",
                "{\"fields\":[]} | 400 | ",
                "{} | 400 | ",
                "{\"fields\":{},\"seen\":null} | 400 | "
            })
    void refusesThePut_whenItIsNotTheWholeEntity(String body, int status, String reason) throws Exception {
        // Given / When
        Response answer = write().header("If-Match", "*").body(body).put(path);
        // Then
        assertProblem(answer, status, status == 422 ? "operation-refused" : "malformed-request");
        assertThat(answer.jsonPath().getString("reason")).isEqualTo(reason);
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @Test
    void refuses_whenThePreconditionAndWhatWasSeenAreBothSent() {
        // Given
        String body = "{\"fields\":{\"title\":\"x\"},\"baseVersion\":1}";
        // When
        Response answer = write().header("If-Match", "*").body(body).patch(path);
        // Then
        assertProblem(answer, 400, "malformed-request");
    }

    @Test
    void refuses_whenThereIsNoIdempotencyKey() {
        // Given / When
        Response without = asAlice()
                .contentType("application/json")
                .header("If-Match", "*")
                .body(WHOLE)
                .put(path);
        Response bad = asAlice()
                .contentType("application/json")
                .header("If-Match", "*")
                .header("Idempotency-Key", "1")
                .body(WHOLE)
                .put(path);
        // Then
        assertProblem(without, 400, "invalid-parameter");
        assertProblem(bad, 400, "invalid-parameter");
    }

    private RequestSpecification write() {
        return asAlice().contentType("application/json").header("Idempotency-Key", key.toString());
    }

    private static Matcher<String> endsWithPath(String path) {
        return Matchers.endsWith(path);
    }

    private static Outcome outcome(Status status, @Nullable Reason reason, long version, long position) {
        return new Outcome(
                status, Optional.ofNullable(reason), OptionalLong.of(version), OptionalLong.of(position), List.of());
    }

    private Operation accepted(Enqueued record) {
        Function<Submission, Operation> operation = submission -> switch (submission) {
            case Submission.Accepted accepted -> accepted.operation();
            case Submission.Refused refused -> throw new AssertionError("refused: " + refused.reason());
            case Submission.Deferred ignored -> throw new AssertionError("deferred");
        };
        assertThat(record.record().submissions()).hasSize(1);
        return operation.apply(record.record().submissions().getFirst());
    }

    private void awaitEnqueued() {
        await().atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !topic.enqueued(scope).isEmpty());
    }

    private void say(Outcome outcome) throws Exception {
        Reply reply = topic.enqueued(scope).getFirst().reply();
        topic.say(
                reply.partition(),
                new OutcomesRecord(
                        scope.tenant(),
                        scope.scope(),
                        reply.request(),
                        database.epoch(),
                        List.of(new OperationResult(new OperationId(key), new Verdict.Final(outcome, false)))));
    }
}
