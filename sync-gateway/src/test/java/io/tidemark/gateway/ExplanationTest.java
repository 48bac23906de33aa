package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.gateway.world.LogWriter;
import io.tidemark.gateway.world.TestScope;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.explain.AuthorName;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.explain.FieldStory;
import io.tidemark.protocol.explain.FieldStory.Met;
import io.tidemark.protocol.explain.LastWrite;
import io.tidemark.protocol.explain.LogLine;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.FieldFate.Kind;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a row is what it is, from rows and log lines as the merge leaves them. */
@QuarkusTest
class ExplanationTest extends GatewayTest {
    private LogWriter log;

    @BeforeEach
    void begins() {
        log = new LogWriter(database, scope);
    }

    @Test
    void namesTheWriterOfEachField_whenTheLogHasIt() throws Exception {
        // Given
        OperationId made = log.line("shopping").by("alice", "d1").applied(1, 1);
        OperationId edited =
                log.line("shopping").by("bo:b", "d2").traced("00-a-b-01").applied(2, 2);
        row("shopping", 2, 2, """
                {"title": "Bread", "body": "one"}""", """
                {"title": [2, "bo%3Ab:d2"], "body": [1, "alice:d1"]}""");
        // When
        Explanation explanation = explanation("shopping", "");
        // Then
        assertThat(explanation.fields().get("title"))
                .isEqualTo(new FieldStory(
                        MergePolicy.MANUAL,
                        Optional.of(Json.of("Bread")),
                        Optional.of(new LastWrite(2, new AuthorName("bo:b", Optional.of("d2")), Optional.of(edited))),
                        new TreeMap<>(),
                        List.of(),
                        List.of()));
        assertThat(explanation.fields().get("body").last().orElseThrow().operation())
                .contains(made);
        assertThat(explanation.operations()).extracting(LogLine::operation).containsExactly(edited, made);
        assertThat(explanation.operations().getFirst().traceparent()).contains("00-a-b-01");
        assertThat(explanation.reach()).isEqualTo(Explanation.Reach.WHOLE);
        assertThat(explanation.epoch()).isEqualTo(database.epoch());
    }

    @Test
    void tellsWhatCameSinceAndBefore_whenOthersMetTheField() throws Exception {
        // Given
        log.line("shopping").by("alice", "d1").applied(1, 1);
        OperationId merged = log.line("shopping")
                .by("bob", "d2")
                .fate("title", FieldFate.of(Kind.MERGED))
                .merged(Reason.POLICY_MERGED, 2, 2);
        OperationId writer = log.line("shopping").by("alice", "d1").applied(3, 3);
        OperationId lost = log.line("shopping")
                .by("carol", "d3")
                .fate("title", FieldFate.in(Kind.LOST_TO_COPY, "copy-1"))
                .fate("body", FieldFate.of(Kind.WRITTEN))
                .conflict(Reason.UNSEEN_VALUE, 4, 5, "copy-1");
        OperationId equal = log.line("shopping")
                .by("bob", "d2")
                .fate("title", FieldFate.of(Kind.EQUAL))
                .appliedWithoutEffect(4);
        row("shopping", 4, 4, """
                {"title": "t", "body": "b"}""", """
                {"title": [3, "alice:d1"], "body": [4, "carol:d3"]}""");
        copy("copy-1", 1, 5, lost, "carol:d3");
        // When
        Explanation explanation = explanation("shopping", "");
        // Then
        FieldStory title = explanation.fields().get("title");
        assertThat(title.last().orElseThrow().operation()).contains(writer);
        assertThat(title.since())
                .containsExactly(
                        new Met(equal, FieldFate.of(Kind.EQUAL)),
                        new Met(lost, FieldFate.in(Kind.LOST_TO_COPY, "copy-1")));
        assertThat(title.before()).containsExactly(new Met(merged, FieldFate.of(Kind.MERGED)));
        assertThat(explanation.fields().get("body").last().orElseThrow().operation())
                .as("of two operations with one version, that which wrote")
                .contains(lost);
        assertThat(explanation.copies()).hasSize(1);
        assertThat(explanation.moreCopies()).isFalse();
    }

    @Test
    void goesFromACopyToTheOperationsBehindIt_whenACopyIsExplained() throws Exception {
        // Given
        OperationId lost = log.line("shopping")
                .by("carol", "d3")
                .fate("title", FieldFate.in(Kind.LOST_TO_COPY, "copy-1"))
                .fate("body", FieldFate.in(Kind.LOST_TO_COPY, "copy-1"))
                .conflict(Reason.ROW_MISSING, "copy-1");
        OperationId joined = log.line("shopping")
                .by("carol", "d3")
                .fate("title", FieldFate.in(Kind.JOINED_COPY, "copy-1"))
                .conflict(Reason.JOINED_COPY, "copy-1");
        copy("copy-1", 2, 5, lost, "carol:d3");
        stamps("copy-1", """
                {"title": [2, "carol:d3"], "body": [1, "carol:d3"]}""");
        // When
        Explanation explanation = explanation("copy-1", "");
        // Then
        assertThat(explanation.fields().get("title").last().orElseThrow().operation())
                .contains(joined);
        assertThat(explanation.fields().get("body").last().orElseThrow().operation())
                .contains(lost);
        assertThat(explanation.reach()).isEqualTo(Explanation.Reach.WHOLE);
    }

    @Test
    void saysWhoDeletedItAndShowsNoValue_whenItIsATombstone() throws Exception {
        // Given
        log.line("old").by("alice", "d1").applied(1, 1);
        OperationId deletion = log.line("old").by("bob", "d2").applied(2, 2);
        row("old", 2, 2, "{\"title\": \"secret\"}", "{\"title\": [1, \"alice:d1\"]}");
        database.tombstone(scope, "note", "old", 2, 2);
        // When
        Explanation explanation = explanation("old", "");
        // Then
        assertThat(explanation.deletedBy()).contains(deletion);
        assertThat(explanation.fields().get("title").value()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[\"a\", 1, \"alice:d1\"], [\"b\", 2, \"bob:d2\"]]",
                "{\"a\": [1, \"alice:d1\"], \"b\": [2, \"bob:d2\"]}"
            })
    void saysWhoPutInEachElement_whenTheFieldIsASet(String stored) throws Exception {
        // Given
        OperationId made = log.line("list").by("alice", "d1").applied(1, 1);
        OperationId added = log.line("list")
                .by("bob", "d2")
                .fate("tags", FieldFate.of(Kind.CHANGED))
                .applied(2, 2);
        row("list", 2, 2, """
                {"tags": ["a", "b"]}""", """
                {"tags": [2, "bob:d2", %s]}""".formatted(stored));
        // When
        FieldStory tags = explanation("list", "").fields().get("tags");
        // Then
        assertThat(tags.elements().get("a").operation()).contains(made);
        assertThat(tags.elements().get("b").operation()).contains(added);
    }

    @Test
    void saysThatTheLogIsGone_whenItNoLongerReachesBack() throws Exception {
        // Given
        OperationId later = log.line("shopping").by("bob", "d2").applied(7, 7);
        row("shopping", 7, 7, """
                {"title": "t", "body": "b"}""", """
                {"title": [7, "bob:d2"], "body": [3, "alice:d1"]}""");
        // When
        Explanation explanation = explanation("shopping", "");
        // Then
        assertThat(explanation.reach()).isEqualTo(Explanation.Reach.DROPPED);
        assertThat(explanation.fields().get("title").last().orElseThrow().operation())
                .contains(later);
        assertThat(explanation.fields().get("body").last())
                .contains(new LastWrite(3, new AuthorName("alice", Optional.of("d1")), Optional.empty()));
    }

    @Test
    void goesNoFurtherThanAsked_whenTheLogHasMore() throws Exception {
        // Given
        OperationId made = log.line("shopping").by("alice", "d1").applied(1, 1);
        for (int version = 2; version <= 30; version++) {
            log.line("shopping").by("bob", "d2").applied(version, version);
        }
        row("shopping", 30, 30, """
                {"title": "t", "body": "b"}""", """
                {"title": [30, "bob:d2"], "body": [1, "alice:d1"]}""");
        // When
        Explanation explanation = explanation("shopping", "?limit=3");
        Explanation unsaid = explanation("shopping", "");
        // Then
        assertThat(explanation.reach()).isEqualTo(Explanation.Reach.MORE);
        assertThat(explanation.operations())
                .hasSize(4)
                .extracting(LogLine::operation)
                .endsWith(made);
        assertThat(explanation.fields().get("body").last().orElseThrow().operation())
                .contains(made);
        assertThat(unsaid.operations()).hasSize(Explanation.DEFAULT_LIMIT + 1);
    }

    @Test
    void tellsWhatWasRefused_whenThereIsNoRow() throws Exception {
        // Given
        OperationId refused = log.line("never").by("alice", "d1").rejected(Reason.INVALID_FIELD);
        // When
        Explanation explanation = explanation("never", "");
        // Then
        assertThat(explanation.row()).isEmpty();
        assertThat(explanation.fields()).isEmpty();
        assertThat(explanation.operations()).extracting(LogLine::operation).containsExactly(refused);
        assertThat(explanation.operations().getFirst().outcome().reason()).contains(Reason.INVALID_FIELD);
    }

    /** Such values are stored compressed: a hundred of them look small, and are thirty megabytes of text. */
    @Test
    void showsAsManyCopiesAsFit_whenTheyAreLarge() throws Exception {
        // Given
        row("shopping", 1, 1, "{\"title\": \"t\"}", "{\"title\": [1, \"alice:d1\"]}");
        OperationId lost = log.line("shopping").by("carol", "d3").conflict(Reason.UNSEEN_VALUE, "copy-0");
        for (int i = 0; i < 40; i++) {
            copy("copy-" + i, 1, 10 + i, lost, "carol:d3");
        }
        database.run(
                "update entity set fields = jsonb_build_object('body', repeat('x', 260000)) where scope = ? and conflict_of is not null",
                scope.scope());
        // When
        Explanation explanation = explanation("shopping", "");
        // Then
        assertThat(explanation.copies()).hasSize(4);
        assertThat(explanation.moreCopies()).isTrue();
    }

    @Test
    void isNotThere_whenNobodyEverNamedIt() {
        // When, Then
        assertProblem(asAlice().get(path("nothing")), 404, "not-found");
        assertProblem(asAlice().get(scope.path() + "/entities/undeclared/x/explanation"), 404, "not-found");
        assertProblem(asAlice().get(path("a%00b")), 404, "not-found");
    }

    @Test
    void isNotThere_whenTheSubjectIsNoMember() {
        // Given
        log.line("shopping").by("alice", "d1").applied(1, 1);
        row("shopping", 1, 1, "{\"title\": \"t\"}", "{\"title\": [1, \"alice:d1\"]}");
        TestScope bob = scope.ofSubject("bob");
        // When
        Response answer = as(bob).get(path("shopping"));
        // Then
        assertProblem(answer, 404, "scope-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many"})
    void isRefused_whenTheLimitIsNone(String limit) {
        // When, Then
        assertProblem(asAlice().get(path("shopping") + "?limit=" + limit), 400, "invalid-parameter");
    }

    private String path(String entity) {
        return scope.path() + "/entities/note/" + entity + "/explanation";
    }

    private Explanation explanation(String entity, String query) throws Exception {
        Response answer = asAlice().get(path(entity) + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return Explanation.read(JsonReader.read(answer.asByteArray()));
    }

    private void row(String id, long version, long position, String fields, String stamps) {
        database.row(scope, "note", id, version, position, fields);
        database.run("update entity set incarnation = 1 where scope = ? and id = ?", scope.scope(), id);
        stamps(id, stamps);
    }

    private void stamps(String id, String stamps) {
        database.run("update entity set stamps = ?::jsonb where scope = ? and id = ?", stamps, scope.scope(), id);
    }

    private void copy(String id, long version, long position, OperationId operation, String author) {
        database.row(scope, "note", id, version, position, "{\"title\": \"lost\", \"body\": \"lost, too\"}");
        database.makeCopy(
                scope,
                id,
                new ConflictOrigin(
                        "shopping",
                        author,
                        operation,
                        Reason.UNSEEN_VALUE,
                        new TreeMap<>(),
                        new TreeMap<>(),
                        Optional.<UUID>empty(),
                        false,
                        Optional.empty()));
    }
}
