package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.gateway.world.TestScope;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.ConflictsPage;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of what is still to be resolved. */
@QuarkusTest
class ConflictsTest extends GatewayTest {
    private long position;

    @Test
    void isEmpty_whenNothingIsToBeResolved() throws Exception {
        // Given
        database.row(scope, "note", "plain", 1, 1, "{}");
        // When
        ConflictsPage page = page("");
        // Then
        assertThat(page).isEqualTo(new ConflictsPage(database.epoch(), Optional.empty(), List.of()));
    }

    @Test
    void showsEachCopyAsTheFeedDoes_whenSomeAreOpen() throws Exception {
        // Given
        copy("note", "tasks", "c3");
        copy("note", "shopping", "c2");
        copy("note", "shopping", "c1");
        copy("preference", "a", "c4");
        database.row(scope, "note", "plain", 1, ++position, "{}");
        copy("note", "shopping", "resolved");
        database.tombstone(scope, "note", "resolved", 2, ++position);
        // When
        ConflictsPage page = page("");
        // Then
        assertThat(ids(page)).containsExactly("c1", "c2", "c3", "c4");
        List<CanonicalRow> feed = ChangesPage.read(
                        JsonReader.read(asAlice().get(scope.path() + "/changes").asByteArray()))
                .rows();
        assertThat(feed).hasSize(6).containsAll(page.conflicts());
        assertThat(page.next()).isEmpty();
    }

    @Test
    void showsThoseOfOneTypeOrEntity_whenItIsAsked() throws Exception {
        // Given
        copy("note", "shopping", "c1");
        copy("note", "tasks", "c2");
        copy("note", "tasks", "c3");
        copy("preference", "tasks", "c4");
        // When
        ConflictsPage ofType = page("?type=note");
        ConflictsPage ofEntity = page("?type=note&of=tasks");
        ConflictsPage ofUnknown = page("?type=unknown");
        // Then
        assertThat(ids(ofType)).containsExactly("c1", "c2", "c3");
        assertThat(ids(ofEntity)).containsExactly("c2", "c3");
        assertThat(ids(ofUnknown)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=2", "?limit=2&type=note", "?limit=2&type=note&of=shopping"})
    void listsEachCopyOnce_whenCopiesComeAndGoBetweenThePages(String query) throws Exception {
        // Given
        IntStream.rangeClosed(1, 5).forEach(i -> copy("note", "shopping", "c" + i));
        ConflictsPage first = page(query);
        // When: one that was shown is resolved, one is made behind us, one is edited, and one is made ahead
        database.tombstone(scope, "note", "c1", 2, ++position);
        copy("note", "shopping", "c0");
        database.row(scope, "note", "c4", 2, ++position, "{\"title\": \"edited\"}");
        copy("note", "shopping", "c6");
        List<String> listed = new ArrayList<>(ids(first));
        ConflictsPage page = first;
        while (page.next().isPresent()) {
            page = page(query + "&next=" + page.next().get());
            listed.addAll(ids(page));
        }
        // Then
        assertThat(listed).containsExactly("c1", "c2", "c3", "c4", "c5", "c6");
    }

    @Test
    void boundsTheBytes_whenCopiesAreLarge() throws Exception {
        // Given
        IntStream.rangeClosed(1, 10).forEach(i -> copy("note", "shopping", "c" + i, "x".repeat(200_000)));
        // When
        Response first = conflicts("");
        // Then
        ConflictsPage page = ConflictsPage.read(JsonReader.read(first.asByteArray()));
        assertThat(first.asByteArray().length).isLessThan(1_700_000);
        assertThat(page.conflicts()).hasSizeBetween(1, 6);
        assertThat(page("?next=" + page.next().orElseThrow()).conflicts()).hasSizeBetween(1, 6);
    }

    @Test
    void refusesTheContinuation_whenItIsOfAnotherList() throws Exception {
        // Given
        copy("note", "shopping", "c1");
        copy("note", "shopping", "c2");
        TestScope other = TestScope.fresh();
        database.member(other);
        String ofAll = page("?limit=1").next().orElseThrow();
        String ofNotes = page("?limit=1&type=note").next().orElseThrow();
        String ofShopping = page("?limit=1&type=note&of=shopping").next().orElseThrow();
        String cursor = asAlice().get(scope.path() + "/changes").jsonPath().getString("cursor");
        // When / Then
        assertProblem(conflicts("?type=note&next=" + ofAll), 400, "invalid-parameter");
        assertProblem(conflicts("?type=preference&next=" + ofNotes), 400, "invalid-parameter");
        assertProblem(conflicts("?type=note&of=tasks&next=" + ofShopping), 400, "invalid-parameter");
        assertProblem(conflicts("?next=" + cursor), 400, "invalid-parameter");
        assertProblem(as(other).get(other.path() + "/conflicts?next=" + ofAll), 400, "invalid-parameter");
        assertProblem(asAlice().get(scope.path() + "/changes?cursor=" + ofAll), 400, "invalid-cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"next=garbage", "next=c1..", "of=shopping", "type=%00", "type=note&of=%0A", "limit=0"})
    void refusesTheParameter_whenItIsOfNoForm(String parameter) {
        // Given / When
        Response answer = conflicts("?" + parameter);
        // Then
        assertProblem(answer, 400, "invalid-parameter");
    }

    @Test
    void endsAtOnce_whenTheMembershipIsRevoked() throws Exception {
        // Given
        copy("note", "shopping", "c1");
        copy("note", "shopping", "c2");
        String next = page("?limit=1").next().orElseThrow();
        database.noMember(scope);
        // When
        Response answer = conflicts("?limit=1&next=" + next);
        // Then
        assertProblem(answer, 404, "scope-not-found");
    }

    private void copy(String type, String of, String id) {
        copy(type, of, id, "Oat milk");
    }

    private void copy(String type, String of, String id, String title) {
        ConflictOrigin origin = new ConflictOrigin(
                of,
                "bob:d-91c0",
                new OperationId(UUID.randomUUID()),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(Map.of("title", new SeenValue.Value(Json.of("Milk")))),
                new TreeMap<>(Map.of("title", Json.of("Soy milk"))),
                Optional.empty(),
                false,
                Optional.of(Instant.parse("2026-11-22T10:15:30.120Z")));
        database.row(scope, type, id, 1, ++position, "{\"title\": \"" + title + "\"}");
        database.makeCopy(scope, id, origin);
    }

    private Response conflicts(String query) {
        return asAlice().get(scope.path() + "/conflicts" + query);
    }

    private ConflictsPage page(String query) throws Exception {
        Response answer = conflicts(query);
        answer.then().statusCode(200).header("Tidemark-Protocol", "1").header("Cache-Control", "no-store");
        return ConflictsPage.read(JsonReader.read(answer.asByteArray()));
    }

    private static List<String> ids(ConflictsPage page) {
        return page.conflicts().stream().map(copy -> copy.entity().id()).toList();
    }
}
