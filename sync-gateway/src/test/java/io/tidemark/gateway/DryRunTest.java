package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static io.tidemark.gateway.world.Operations.DEVICE;
import static io.tidemark.gateway.world.Operations.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.gateway.world.LogWriter;
import io.tidemark.gateway.world.Operations;
import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.FieldFate.Kind;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dry run answers, and that nothing comes of it. That the merge then decides the same, the system tests show. */
@QuarkusTest
class DryRunTest extends GatewayTest {

    @Test
    void saysThatItWouldApply_whenThereIsNoRow() throws Exception {
        // When
        DryRun run = dryRun(anOperation());
        // Then
        Outcome outcome = outcome(run);
        assertThat(outcome.status()).isEqualTo(Status.APPLIED);
        assertThat(outcome.version()).hasValue(1);
        assertThat(outcome.position()).isEmpty();
        assertThat(run.fates()).isEqualTo(Map.of("title", FieldFate.of(Kind.WRITTEN)));
        assertThat(((CanonicalRow.Live) run.row().orElseThrow()).fields()).isEqualTo(Map.of("title", Json.of("Milk")));
        assertThat(run.copies()).isEmpty();
        assertThat(run.epoch()).isEqualTo(database.epoch());
    }

    @Test
    void showsTheCopyThatItWouldMake_whenTheValueWasNotSeen() throws Exception {
        // Given
        database.row(scope, "note", "shopping", 3, 3, "{\"title\": \"Soy\", \"body\": \"b\"}");
        // When
        DryRun run = dryRun(anOperation().with("seen", seen("title", "Oat")));
        // Then
        assertThat(outcome(run).reason()).contains(Reason.UNSEEN_VALUE);
        CanonicalRow copy = run.copies().getFirst();
        assertThat(run.fates())
                .isEqualTo(Map.of(
                        "title", FieldFate.in(Kind.LOST_TO_COPY, copy.entity().id())));
        assertThat(((CanonicalRow.Live) copy).fields()).isEqualTo(Map.of("title", Json.of("Milk")));
        assertThat(((CanonicalRow.Live) run.row().orElseThrow()).fields())
                .isEqualTo(Map.of("title", Json.of("Soy"), "body", Json.of("b")));
    }

    @Test
    void leavesNothingBehind_whenItWouldHaveAnEffect() throws Exception {
        // Given
        database.row(scope, "note", "shopping", 3, 3, "{\"title\": \"Soy\"}");
        String before = tables();
        // When
        dryRun(anOperation());
        dryRun(anOperation().with("seen", seen("title", "Soy")));
        // Then
        assertThat(tables()).isEqualTo(before);
        assertThat(topic.enqueued(scope)).isEmpty();
    }

    @Test
    void answersTheOutcomeThatStands_whenTheOperationWasDecided() throws Exception {
        // Given
        Operations operation = anOperation();
        database.row(scope, "note", "shopping", 4, 4, "{\"title\": \"Soy\"}");
        new LogWriter(database, scope)
                .line("shopping")
                .of(operation.id(), operation.fingerprint())
                .fate("title", FieldFate.in(Kind.LOST_TO_COPY, "copy-1"))
                .conflict(Reason.UNSEEN_VALUE, 2, 3, "copy-1");
        // When
        DryRun same = dryRun(operation);
        DryRun other = dryRun(operation.with("fields", Json.Obj.of(Map.of("title", Json.of("another")))));
        // Then
        assertThat(same.result().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Final.class, said -> assertThat(said.replayed()).isTrue());
        assertThat(outcome(same).version()).isEqualTo(OptionalLong.of(2));
        assertThat(same.fates()).isEqualTo(Map.of("title", FieldFate.in(Kind.LOST_TO_COPY, "copy-1")));
        assertThat(same.row().orElseThrow().version()).isEqualTo(4);
        assertThat(outcome(other).reason()).contains(Reason.ID_REUSED);
        assertThat(other.fates()).isEmpty();
    }

    @Test
    void saysWhatThePushWouldBeTold_whenTheRulesRefuseIt() throws Exception {
        // When
        DryRun refused = dryRun(anOperation().with("fields", Json.Obj.of(Map.of("colour", Json.of("red")))));
        DryRun deferred = dryRun(anOperation().with("schema", Json.of(99)));
        DryRun strict = dryRun(anOperation().with("ifNoneMatch", Json.of("*")));
        // Then
        assertThat(outcome(refused)).isEqualTo(Outcome.rejected(Reason.UNKNOWN_FIELD));
        assertThat(deferred.result().verdict()).isEqualTo(new Verdict.Deferred());
        assertThat(outcome(strict)).isEqualTo(Outcome.rejected(Reason.MALFORMED_OPERATION));
    }

    @Test
    void goesOnFromWhatWasRejected_whenTheAuthorsCreationWas() throws Exception { // MERGE-22
        // Given
        new LogWriter(database, scope).line("shopping").by("alice", DEVICE).rejected(Reason.INVALID_FIELD);
        Operations edit = anOperation().with("seen", seen("title", "too long"));
        // When
        DryRun run = dryRun(edit);
        DryRun ofAnotherDevice = answered(post("?device=other", edit));
        // Then
        assertThat(outcome(run)).isEqualTo(Outcome.rejected(Reason.INVALID_FIELD));
        assertThat(outcome(ofAnotherDevice).reason()).contains(Reason.ROW_MISSING);
    }

    @Test
    void comparesTheRowAsAWhole_whenNoDeviceIsNamed() throws Exception {
        // Given
        database.row(scope, "note", "shopping", 3, 3, "{\"title\": \"Soy\"}");
        Operations strict = anOperation().with("ifNoneMatch", Json.of("*"));
        // When
        DryRun run = answered(post("", strict));
        // Then
        assertThat(outcome(run))
                .isEqualTo(new Outcome(
                        Status.REJECTED, outcome(run).reason(), OptionalLong.of(3), OptionalLong.empty(), List.of()));
        assertThat(outcome(run).reason()).contains(Reason.PRECONDITION_FAILED);
    }

    @Test
    void isRefused_whenTheRequestIsNone() {
        // Given
        Json part = Json.Obj.of(
                Map.of("id", Json.of("0199d3a5-7777-7cc3-98c4-dc0c0c073990"), "place", Json.of(1), "size", Json.of(2)));
        // When, Then
        assertProblem(post("?device=a b".replace(" ", "%20"), anOperation()), 400, "invalid-parameter");
        assertProblem(post("", anOperation().with("entity", Json.of("another"))), 400, "malformed-request");
        assertProblem(post("", anOperation().without("operationId")), 400, "malformed-request");
        assertProblem(post("?device=" + DEVICE, anOperation().with("transaction", part)), 400, "malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "{}", "7"})
    void isRefused_whenTheBodyIsNoOperation(String body) {
        // When
        Response answer = asAlice().contentType("application/json").body(body).post(path());
        // Then
        assertProblem(answer, 400, "malformed-request");
    }

    @Test
    void isNotThere_whenTheSubjectIsNoMember() {
        // When
        Response answer = as(scope.ofSubject("bob"))
                .contentType("application/json")
                .body(CanonicalJson.write(anOperation().json()))
                .post(path());
        // Then
        assertProblem(answer, 404, "scope-not-found");
    }

    private String path() {
        return scope.path() + "/entities/note/shopping/dry-run";
    }

    private Response post(String query, Operations operation) {
        return asAlice()
                .contentType("application/json")
                .body(CanonicalJson.write(operation.json()))
                .post(path() + query);
    }

    private DryRun dryRun(Operations operation) throws Exception {
        return answered(post("?device=" + DEVICE, operation));
    }

    private static DryRun answered(Response answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return DryRun.read(JsonReader.read(answer.asByteArray()));
    }

    private static Outcome outcome(DryRun run) {
        if (run.result().verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)) {
            return outcome;
        }
        throw new AssertionError("not final: " + run.result());
    }

    private static Json seen(String field, String value) {
        return Json.Obj.of(Map.of(field, Json.Obj.of(Map.of("value", Json.of(value)))));
    }

    private String tables() {
        return database.text("""
                select concat((select jsonb_agg(e) from entity e where e.scope = ?),
                              (select jsonb_agg(l) from operation_log l where l.scope = ?),
                              (select jsonb_agg(s) from scope s where s.scope = ?),
                              (select jsonb_agg(d) from device_mark d where d.scope = ?))
                """, scope.scope(), scope.scope(), scope.scope(), scope.scope());
    }
}
