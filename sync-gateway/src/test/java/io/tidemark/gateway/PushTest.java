package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static io.tidemark.gateway.world.Operations.DEVICE;
import static io.tidemark.gateway.world.Operations.anOperation;
import static io.tidemark.gateway.world.Operations.batch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.gateway.world.Operations;
import io.tidemark.gateway.world.Topic.Enqueued;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OutcomesRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PushTest extends GatewayTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    /** The common pool has one thread where there are two cores, and two requests would take turns. */
    private static final Executor AT_ONCE = task -> Thread.ofVirtual().start(task);

    private static final Outcome APPLIED =
            new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(7), OptionalLong.of(918), List.of());

    @Test
    void putsOneRecordOnTheLog_whenABatchIsNew() throws Exception {
        // Given
        Operations first = anOperation().with("traceparent", Json.of(TRACE));
        Operations second = anOperation().at(2);
        // When
        Response answer = push(batch(first, second));
        // Then
        answer.then().statusCode(202).header("Tidemark-Protocol", "1").header("Cache-Control", "no-store");
        assertThat(answer.jsonPath().getString("epoch")).isEqualTo(database.epoch());
        assertThat(answer.jsonPath().getList("results.status")).containsExactly("pending", "pending");
        assertThat(answer.jsonPath().getList("results.operationId"))
                .containsExactly(first.id().toString(), second.id().toString());
        Enqueued record = single(topic.enqueued(scope));
        assertThat(record.record().subject()).isEqualTo("alice");
        assertThat(record.record().device()).contains(DEVICE);
        assertThat(record.record().submissions())
                .extracting(submission -> submission.id().uuid())
                .containsExactly(first.id(), second.id());
        assertThat(record.headers()).containsEntry("tidemark-version", "1").containsEntry("traceparent", TRACE);
        assertThat(record.reply().partition()).isEqualTo(7);
    }

    @Test
    void answersTheOutcome_whenTheMergeSpeaksInTime() throws Exception {
        // Given
        Operations operation = anOperation();
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> pushWaiting(10, batch(operation)));
        // When
        Enqueued record = awaitEnqueued();
        say(record, operation, new Verdict.Final(APPLIED, false));
        // Then
        Response response = answer.get(9, TimeUnit.SECONDS);
        response.then().statusCode(200);
        assertThat(response.jsonPath().getMap("results[0]"))
                .containsEntry("status", "applied")
                .containsEntry("version", 7)
                .containsEntry("position", 918)
                .doesNotContainKey("replayed");
    }

    @Test
    void answersOutOfOrder_whenTheMergeMissesAnOperation() throws Exception {
        // Given
        Operations operation = anOperation().at(5);
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> pushWaiting(10, batch(operation)));
        // When
        say(awaitEnqueued(), operation, new Verdict.OutOfOrder(3));
        // Then
        Response response = answer.get(9, TimeUnit.SECONDS);
        response.then().statusCode(200);
        assertThat(response.jsonPath().getMap("results[0]"))
                .containsEntry("status", "out-of-order")
                .containsEntry("expected", 3);
    }

    @Test
    void answersFromTheLog_whenTheOutcomeWasLostOnItsWay() throws Exception {
        // Given
        Operations operation = anOperation();
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> pushWaiting(2, batch(operation)));
        // When: the merge commits, and nothing arrives on the outcomes
        awaitEnqueued();
        database.log(scope, operation.id(), operation.fingerprint(), APPLIED);
        database.mark(scope, DEVICE, 1, 0);
        // Then
        Response response = answer.get(9, TimeUnit.SECONDS);
        response.then().statusCode(200);
        assertThat(response.jsonPath().getString("results[0].status")).isEqualTo("applied");
    }

    @Test
    void staysPending_whenTheTimeIsOver() {
        // Given
        Operations operation = anOperation();
        // When
        Response answer = pushWaiting(1, batch(operation));
        // Then
        answer.then().statusCode(202);
        assertThat(answer.jsonPath().getList("results.status")).containsExactly("pending");
    }

    @Test
    void goesOnReading_whenAnOutcomeIsNotReadable() throws Exception {
        // Given
        Operations operation = anOperation();
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> pushWaiting(10, batch(operation)));
        Enqueued record = awaitEnqueued();
        // When
        topic.say(7, new byte[] {'{', 0});
        topic.say(7, "{}".getBytes(StandardCharsets.UTF_8));
        say(record, operation, new Verdict.DeviceForked());
        // Then
        assertThat(answer.get(9, TimeUnit.SECONDS).jsonPath().getList("results.status"))
                .containsExactly("device-forked");
    }

    @Test
    void replays_whenTheOutcomeIsKnown() throws Exception {
        // Given
        Operations operation = anOperation();
        Outcome conflict = new Outcome(
                Status.CONFLICT,
                Optional.of(Reason.UNSEEN_VALUE),
                OptionalLong.of(9),
                OptionalLong.of(920),
                List.of(new EntityKey("note", "5c1b")));
        database.log(scope, operation.id(), operation.fingerprint(), conflict);
        database.mark(scope, DEVICE, 1, 0);
        // When
        Response answer = push(batch(operation.with("attempt", Json.of(3))));
        // Then: the attempt is of the envelope, and changes no fingerprint
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getMap("results[0]"))
                .containsEntry("status", "conflict")
                .containsEntry("reason", "unseen-value")
                .containsEntry("version", 9)
                .containsEntry("position", 920)
                .containsEntry("type", "note")
                .containsEntry("conflictCopies", List.of("5c1b"))
                .containsEntry("replayed", true);
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @Test
    void tellsNobodyElse_whenTheOutcomeIsKnown() {
        // Given
        Operations operation = anOperation();
        database.log(scope, operation.id(), operation.fingerprint(), APPLIED);
        database.mark(scope, DEVICE, 1, 0);
        push(batch(operation)).then().statusCode(200);
        database.noMember(scope);
        // When
        Response answer = push(batch(operation));
        // Then
        assertProblem(answer, 404, "scope-not-found");
    }

    @Test
    void enqueuesAgain_whenAnOperationIsStillUnderWay() throws Exception {
        // Given
        String body = batch(anOperation());
        push(body).then().statusCode(202);
        // When
        Response answer = push(body);
        // Then: harmless, and the only way that a lost record is not stuck for ever
        answer.then().statusCode(202);
        assertThat(topic.enqueued(scope)).hasSize(2);
    }

    @Test
    void letsTheMergeSayIt_whenAnIdComesWithAnotherPayload() throws Exception {
        // Given
        Operations first = anOperation();
        database.log(scope, first.id(), first.fingerprint(), APPLIED);
        database.mark(scope, DEVICE, 1, 0);
        Operations other = first.with("fields", Json.Obj.of(Map.of("title", Json.of("Other"))))
                .at(2);
        CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> pushWaiting(10, batch(other)));
        // When
        say(awaitEnqueued(), other, new Verdict.Final(Outcome.rejected(Reason.ID_REUSED), false));
        // Then
        assertThat(answer.get(9, TimeUnit.SECONDS).jsonPath().getMap("results[0]"))
                .containsEntry("status", "rejected")
                .containsEntry("reason", "id-reused");
    }

    @Test
    void hearsItsOwnOutcomeAlone_whenAnotherRequestCarriesTheSameId() throws Exception {
        // Given
        Operations first = anOperation();
        Operations other = anOperation()
                .with("operationId", Json.of(first.id().toString()))
                .with("fields", Json.Obj.of(Map.of("title", Json.of("Other"))));
        CompletableFuture<Response> one = CompletableFuture.supplyAsync(() -> pushWaiting(10, batch(first)), AT_ONCE);
        awaitEnqueued();
        CompletableFuture<Response> two =
                CompletableFuture.supplyAsync(() -> pushWaiting(10, batch("d-2", other)), AT_ONCE);
        List<Enqueued> records = awaitEnqueued(2);
        // When
        say(records.getFirst(), first, new Verdict.Final(APPLIED, false));
        Response answerToOne = one.get(9, TimeUnit.SECONDS);
        say(records.getLast(), other, new Verdict.Final(Outcome.rejected(Reason.ID_REUSED), false));
        // Then
        assertThat(answerToOne.jsonPath().getList("results.status")).containsExactly("applied");
        assertThat(two.get(9, TimeUnit.SECONDS).jsonPath().getList("results.status"))
                .containsExactly("rejected");
    }

    @Test
    void defersTheRest_whenASchemaIsNewerThanTheServer() throws Exception {
        // Given
        Operations first = anOperation();
        Operations tooNew = anOperation().with("schema", Json.of(2)).at(2);
        Operations third = anOperation().at(3);
        // When
        Response answer = push(batch(first, tooNew, third));
        // Then
        answer.then().statusCode(202);
        assertThat(answer.jsonPath().getList("results.status")).containsExactly("pending", "deferred", "deferred");
        assertThat(single(topic.enqueued(scope)).record().submissions())
                .extracting(submission -> submission.id().uuid())
                .containsExactly(first.id());
    }

    @Test
    void answersEmpty_whenAPushHasNoOperations() throws Exception {
        // Given / When
        Response answer = push(batch());
        // Then
        answer.then().statusCode(200);
        assertThat(answer.jsonPath().getList("results")).isEmpty();
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @Test
    void takesFifty_whenTheBatchIsAsLargeAsItMayBe() throws Exception {
        // Given
        Operations[] fifty =
                IntStream.rangeClosed(1, 50).mapToObj(i -> anOperation().at(i)).toArray(Operations[]::new);
        // When
        Response answer = push(batch(fifty));
        // Then
        answer.then().statusCode(202);
        assertThat(single(topic.enqueued(scope)).record().submissions()).hasSize(50);
    }

    @Test
    void carriesTheEdit_whenItIsSound() throws Exception {
        // Given
        String hostile = "\u202e \u001b[31m \r\n {\"level\":\"FATAL\"} ${jndi:ldap://x} 😀";
        Operations operation =
                anOperation().with("fields", Json.Obj.of(Map.of("title", Json.of(hostile), "body", Json.NULL)));
        // When
        push(batch(operation)).then().statusCode(202);
        // Then: data is data
        Submission submission =
                single(topic.enqueued(scope)).record().submissions().getFirst();
        assertThat(submission).isInstanceOf(Submission.Accepted.class);
        assertThat(submission.fingerprint().toString()).isEqualTo(operation.fingerprint());
    }

    private Enqueued awaitEnqueued() {
        return single(awaitEnqueued(1));
    }

    private List<Enqueued> awaitEnqueued(int records) {
        return await().atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> topic.enqueued(scope), found -> found.size() >= records);
    }

    private void say(Enqueued record, Operations operation, Verdict verdict) throws Exception {
        topic.say(
                record.reply().partition(),
                new OutcomesRecord(
                        scope.tenant(),
                        scope.scope(),
                        record.reply().request(),
                        database.epoch(),
                        List.of(new OperationResult(new OperationId(operation.id()), verdict))));
    }

    private static Enqueued single(List<Enqueued> records) {
        assertThat(records).hasSize(1);
        return records.getFirst();
    }
}
