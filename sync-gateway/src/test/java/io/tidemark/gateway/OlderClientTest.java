package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCHEMA-14 to SCHEMA-18: {@code task} is at version 3 here, and clients are of every version. */
@QuarkusTest
class OlderClientTest extends GatewayTest {
    private static final String HEADER = "Tidemark-Schemas";

    private final UUID key = UUID.randomUUID();
    private final String path = scope.path() + "/entities/task/t";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "- | {'color':'none','content':'b','title':'a'} | {'content':'mine'} | {'content':'theirs'} | -",
                "note:1 | {'color':'none','content':'b','title':'a'} | {'content':'mine'} | {'content':'theirs'} | -",
                "task:1, note:1 | {'color':'none','content':'b','title':'a'} | {'content':'mine'} | {'content':'theirs'} | -",
                "task:2 | {'body':'b','color':'none','title':'a'} | {'body':'mine'} | {'body':'theirs'} | -",
                "task:3 | {'body':'b','priority':5,'title':'a'} | {'body':'mine'} | {'body':'theirs'} | -",
                "task:9, soon:4 | {'body':'b','priority':5,'title':'a'} | {'body':'mine'} | {'body':'theirs'} | task:3",
            })
    void isAnsweredInItsVersion_whenItTakesTheFeed(
            @Nullable String schemas, String fields, String ours, String theirs, @Nullable String behind)
            throws Exception {
        // Given
        database.row(scope, "task", "copy", 1, 4, "{\"content\": \"mine\"}");
        database.makeCopy(
                scope,
                "copy",
                new ConflictOrigin(
                        "t",
                        "alice:d",
                        new OperationId(UUID.randomUUID()),
                        Reason.UNSEEN_VALUE,
                        new TreeMap<>(Map.of("content", new SeenValue.Value(Json.of("seen")))),
                        new TreeMap<>(Map.of("content", Json.of("theirs"))),
                        Optional.empty(),
                        false,
                        Optional.empty()));
        database.row(scope, "task", "t", 3, 5, "{\"title\": \"a\", \"content\": \"b\", \"priority\": 5}");
        database.tombstone(scope, "task", "gone", 2, 6);
        // When
        Response answer = builtWith(schemas).get(scope.path() + "/changes");
        // Then
        answer.then().statusCode(200);
        assertThat(answer.header(HEADER)).isEqualTo(behind);
        Json.Arr rows = (Json.Arr) member(JsonReader.read(answer.asByteArray()), "rows");
        Json copy = rows.items().get(0);
        Json row = rows.items().get(1);
        assertThat(member(row, "fields")).isEqualTo(json(fields));
        assertThat(member(row, "version")).isEqualTo(Json.of(3));
        assertThat(member(row, "position")).isEqualTo(Json.of(5));
        assertThat(member(copy, "fields")).isEqualTo(json(ours));
        assertThat(member(member(copy, "conflict"), "theirs")).isEqualTo(json(theirs));
        assertThat(CanonicalJson.write(member(member(copy, "conflict"), "seen")))
                .isEqualTo(CanonicalJson.write(json(ours)).replace("\"mine\"", "{\"value\":\"seen\"}"));
        assertThat(member(rows.items().get(2), "deleted")).isEqualTo(Json.of(true));
        Response conflicts = builtWith(schemas).get(scope.path() + "/conflicts");
        assertThat(conflicts.header(HEADER)).isEqualTo(behind);
        assertThat(member(JsonReader.read(conflicts.asByteArray()), "conflicts"))
                .isEqualTo(new Json.Arr(List.of(copy)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "task:0", "task:1,task:2", "task=2"})
    void isRefused_whenItsVersionsCannotBeRead(String schemas) {
        // Given / When / Then
        assertProblem(builtWith(schemas).get(scope.path() + "/changes"), 400, "invalid-parameter");
        assertProblem(builtWith(schemas).get(path), 400, "invalid-parameter");
        assertProblem(builtWith(schemas).header("If-Match", "*").delete(path), 400, "invalid-parameter");
    }

    @Test
    void takesTheFeedFromTheStart_whenItWasUpgraded() {
        // Given
        database.row(scope, "task", "t", 3, 5, "{\"title\": \"a\", \"content\": \"b\", \"priority\": 5}");
        String cursor =
                builtWith("task:2").get(scope.path() + "/changes").jsonPath().getString("cursor");
        String changes = scope.path() + "/changes?cursor=" + cursor;
        // When, Then: other types make no difference, and neither do versions that know rows in the same form
        builtWith("task:2, note:7").get(changes).then().statusCode(200);
        assertProblem(builtWith("task:3").get(changes), 410, "cursor-of-other-schemas");
        assertProblem(builtWith(null).get(changes), 410, "cursor-of-other-schemas");
        assertThat(builtWith("task:3").get(scope.path() + "/changes").jsonPath().getInt("rows[0].fields.priority"))
                .isEqualTo(5);
    }

    @Test
    void getsTheSameTag_whenItReadsAnEntityInAnyVersion() {
        // Given
        database.row(scope, "task", "t", 3, 5, "{\"title\": \"a\", \"content\": \"b\"}");
        // When
        Response older = builtWith("task:1").get(path);
        Response newer = builtWith("task:3").get(path);
        Response ahead = builtWith("task:4").get(path);
        // Then
        assertThat(older.header("ETag")).isEqualTo(newer.header("ETag")).isEqualTo(ahead.header("ETag"));
        assertThat(older.jsonPath().getMap("fields")).isEqualTo(Map.of("title", "a", "content", "b", "color", "none"));
        assertThat(newer.jsonPath().getMap("fields")).isEqualTo(Map.of("title", "a", "body", "b", "priority", 0));
        assertThat(ahead.jsonPath().getMap("fields")).isEqualTo(newer.jsonPath().getMap("fields"));
        assertThat(newer.header(HEADER)).isNull();
        assertThat(ahead.header(HEADER)).isEqualTo("task:3");
    }

    /** The whole entity is what the client's version declares; it goes to the merge as it was sent. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "- | {'title':'a','content':'b','color':'red'} | 202 | -",
                "task:1 | {'title':'a','content':'b','color':'red'} | 202 | -",
                "task:2 | {'title':'a','body':'b','color':'red'} | 202 | -",
                "task:3 | {'title':'a','body':'b','priority':1} | 202 | -",
                "task:1 | {'title':'a','content':'b'} | 422 | malformed-operation",
                "task:2 | {'title':'a','content':'b','color':'red'} | 422 | malformed-operation",
                "task:2 | {'title':'a','body':'b','color':'red','priority':1} | 422 | unknown-field",
                "task:4 | {'title':'a','anything':'b'} | 422 | -",
            })
    void putsWhatItsVersionDeclares_whenItWritesAnEntity(
            @Nullable String schemas, String fields, int status, @Nullable String reason) throws Exception {
        // Given / When
        Response answer = write(schemas)
                .body("{\"fields\":" + fields.replace('\'', '"') + "}")
                .put(path);
        // Then
        answer.then().statusCode(status);
        assertThat(answer.jsonPath().getString("reason")).isEqualTo(reason);
        if (status == 202) {
            Submission.Accepted sent = (Submission.Accepted)
                    topic.enqueued(scope).getFirst().record().submissions().getFirst();
            Json.Obj payload = OperationCodec.payload(sent.operation());
            assertThat(member(payload, "fields")).isEqualTo(json(fields));
            assertThat(member(payload, "schema"))
                    .isEqualTo(Json.of(schemas == null ? 1 : Integer.parseInt(schemas.substring(5))));
        }
        if (Objects.equals(schemas, "task:4")) {
            assertProblem(answer, 422, "schema-too-new");
        }
    }

    @Test
    void isShownTheRowInItsVersion_whenThePreconditionFailed() throws Exception {
        // Given
        String body = "{\"fields\":{\"content\":\"c\"}}";
        write("task:1").body(body).patch(path).then().statusCode(202);
        Submission sent =
                topic.enqueued(scope).getFirst().record().submissions().getFirst();
        database.row(scope, "task", "t", 7, 918, "{\"content\": \"b\", \"priority\": 5}");
        database.log(scope, key, sent.fingerprint().toString(), Outcome.rejected(Reason.PRECONDITION_FAILED));
        // When
        Response answer = write("task:1").body(body).patch(path);
        // Then
        assertProblem(answer, 412, "precondition-failed");
        assertThat(answer.jsonPath().getMap("row.fields")).isEqualTo(Map.of("content", "b", "color", "none"));
    }

    private RequestSpecification builtWith(@Nullable String schemas) {
        return schemas == null ? asAlice() : asAlice().header(HEADER, schemas);
    }

    private RequestSpecification write(@Nullable String schemas) {
        return builtWith(schemas)
                .contentType("application/json")
                .header("Idempotency-Key", key.toString())
                .header("Prefer", "wait=0")
                .header("If-Match", "*");
    }

    private static Json json(String text) throws Exception {
        return JsonReader.read(text.replace('\'', '"'));
    }

    private static Json member(Json json, String name) {
        return Objects.requireNonNull(((Json.Obj) json).members().get(name));
    }
}
