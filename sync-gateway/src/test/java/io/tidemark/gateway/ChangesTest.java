package io.tidemark.gateway;

import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.gateway.world.TestScope;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChangesTest extends GatewayTest {

    /** Else nobody would be shown a feed. */
    @AfterEach
    void whoeverDeclaresRestoresHasBeenHere() {
        database.run("delete from restore_witness");
    }

    @Test
    void goesOn_whenTheNamesAreAsLongAsTheyMayBe() {
        // Given
        String name = "\u6f6e".repeat(224) + UUID.randomUUID().toString().substring(4);
        TestScope longest = new TestScope("\u5370".repeat(256), name, "alice");
        database.member(longest);
        database.row(longest, "note", "a", 1, 1, "{}");
        database.row(longest, "note", "b", 1, 2, "{}");
        database.row(longest, "note", "c", 1, 3, "{}");
        String path = "/v1/scopes/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/changes?limit=1";
        String cursor = as(longest).get(path).jsonPath().getString("cursor");
        // When
        Response second = as(longest).get(path + "&cursor=" + cursor);
        // Then
        second.then().statusCode(200);
        assertThat(second.jsonPath().getList("rows.entity")).containsExactly("b", "c");
    }

    @Test
    void isACheckpointAtZero_whenTheScopeIsEmpty() throws Exception {
        // Given / When
        ChangesPage page = page("");
        // Then
        assertThat(page.epoch()).isEqualTo(database.epoch());
        assertThat(page.from()).isZero();
        assertThat(page.to()).isZero();
        assertThat(page.checkpoint()).isTrue();
        assertThat(page.mark()).isEmpty();
        assertThat(page.rows()).isEmpty();
    }

    @Test
    void showsRowsInTheOrderOfTheirPositions_whenAllFitsIntoAPage() throws Exception {
        // Given
        ConflictOrigin origin = new ConflictOrigin(
                "shopping",
                "d-91c0",
                new OperationId(UUID.randomUUID()),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(Map.of("title", new SeenValue.Value(Json.of("Milk")))),
                new TreeMap<>(Map.of("title", Json.of("Soy milk"))),
                Optional.empty(),
                false,
                Optional.of(Instant.parse("2026-11-22T10:15:30.120Z")));
        database.row(scope, "note", "5c1b", 1, 912, "{\"title\": \"Oat milk\"}");
        database.makeCopy(scope, "5c1b", origin);
        database.tombstone(scope, "note", "old", 3, 917);
        database.row(scope, "note", "shopping", 7, 918, "{\"title\": \"Milk \\\" and bread\", \"pinned\": null}");
        database.mark(scope, "d-7f3a", 42, 0);
        // When
        ChangesPage page = page("?device=d-7f3a");
        // Then
        assertThat(page.to()).isEqualTo(918);
        assertThat(page.checkpoint()).isTrue();
        assertThat(page.mark()).isEqualTo(OptionalLong.of(42));
        assertThat(page.rows())
                .containsExactly(
                        new CanonicalRow.Live(
                                new EntityKey("note", "5c1b"),
                                1,
                                912,
                                new TreeMap<>(Map.of("title", Json.of("Oat milk"))),
                                Optional.of(origin)),
                        new CanonicalRow.Tombstone(new EntityKey("note", "old"), 3, 917),
                        new CanonicalRow.Live(
                                new EntityKey("note", "shopping"),
                                7,
                                918,
                                new TreeMap<>(Map.of("title", Json.of("Milk \" and bread"), "pinned", Json.NULL)),
                                Optional.empty()));
    }

    @Test
    void isReadByTheProtocol_whenNumbersAreHuge() throws Exception {
        // Given
        database.row(scope, "preference", "p", 1, 1, "{\"value\": [1e300, -1e-300, 0.1, 9007199254740991]}");
        // When
        ChangesPage page = page("");
        // Then
        assertThat(((CanonicalRow.Live) page.rows().getFirst()).fields())
                .containsEntry("value", JsonReader.read("[1e300, -1e-300, 0.1, 9007199254740991]"));
    }

    @Test
    void coversEveryPosition_whenTheFeedIsReadPageByPage() throws Exception {
        // Given
        IntStream.rangeClosed(1, 7).forEach(i -> database.row(scope, "note", "n" + i, 1, 10L * i, "{}"));
        database.head(scope, 75, 0);
        database.mark(scope, "d", 3, 0);
        // When
        List<ChangesPage> pages = new ArrayList<>(List.of(page("?limit=2&device=d")));
        while (!pages.getLast().checkpoint()) {
            pages.add(page("?limit=2&device=d&cursor=" + pages.getLast().cursor()));
        }
        // Then: the last page holds up to twice the limit
        assertThat(pages).extracting(page -> page.rows().size()).containsExactly(2, 2, 3);
        assertThat(pages).extracting(ChangesPage::from).containsExactly(0L, 20L, 40L);
        assertThat(pages).extracting(ChangesPage::to).containsExactly(20L, 40L, 75L);
        assertThat(pages)
                .extracting(ChangesPage::mark)
                .containsExactly(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(3));
    }

    @Test
    void isAnEmptyCheckpoint_whenTheReaderStandsAtTheHead() throws Exception {
        // Given
        database.row(scope, "note", "a", 1, 5, "{}");
        String cursor = page("").cursor();
        // When
        ChangesPage page = page("?cursor=" + cursor);
        // Then
        assertThat(page.from()).isEqualTo(5);
        assertThat(page.to()).isEqualTo(5);
        assertThat(page.checkpoint()).isTrue();
        assertThat(page.rows()).isEmpty();
    }

    @Test
    void boundsTheBytes_whenRowsAreLarge() throws Exception {
        // Given: compressed they are small, as text they are not
        String large = "{\"body\": \"" + "x".repeat(200_000) + "\"}";
        IntStream.rangeClosed(1, 10).forEach(i -> database.row(scope, "note", "n" + i, 1, i, large));
        // When
        Response first = changes("");
        // Then
        ChangesPage page = ChangesPage.read(JsonReader.read(first.asByteArray()));
        assertThat(first.asByteArray().length).isLessThan(1_300_000);
        assertThat(page.rows()).hasSizeBetween(1, 6);
        assertThat(page.checkpoint()).isFalse();
        assertThat(page("?cursor=" + page.cursor()).from()).isEqualTo(page.to());
    }

    @Test
    void givesAtLeastOneRow_whenItAloneIsLargerThanAPage() throws Exception {
        // Given
        String huge = "{\"body\": \"" + "x".repeat(250_000) + "\", \"title\": \"" + "y".repeat(250_000) + "\"}";
        IntStream.rangeClosed(1, 6).forEach(i -> database.row(scope, "note", "n" + i, 1, i, huge));
        // When
        ChangesPage page = page("?limit=3");
        // Then
        assertThat(page.rows()).isNotEmpty();
        assertThat(page.to()).isEqualTo(page.rows().getLast().position());
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "v1.a.b", "v1..", "%00", "null", "1"})
    void refusesTheCursor_whenItIsGarbage(String cursor) {
        // Given / When
        Response answer = changes("?cursor=" + cursor);
        // Then
        assertProblem(answer, 400, "invalid-cursor");
    }

    @Test
    void refusesTheCursor_whenItIsOfAnotherScope() throws Exception {
        // Given
        TestScope other = TestScope.fresh();
        database.member(other);
        String cursor = ChangesPage.read(
                        JsonReader.read(as(other).get(other.path() + "/changes").asByteArray()))
                .cursor();
        // When
        Response answer = changes("?cursor=" + cursor);
        // Then
        assertProblem(answer, 400, "invalid-cursor");
    }

    @Test
    void sendsTheReaderToTheStart_whenTombstonesBehindItAreGone() throws Exception {
        // Given
        database.row(scope, "note", "a", 1, 5, "{}");
        String cursor = page("").cursor();
        database.head(scope, 100, 50);
        // When
        Response answer = changes("?cursor=" + cursor);
        // Then
        assertProblem(answer, 410, "cursor-expired");
        assertThat(answer.jsonPath().getString("retry")).isEqualTo("resync");
    }

    @Test
    void goesOn_whenAFirstSyncBeganAboveTheFloor() throws Exception {
        // Given: the reader is at position 20 of a first sync that began at 100
        IntStream.rangeClosed(1, 10).forEach(i -> database.row(scope, "note", "n" + i, 1, 10L * i, "{}"));
        String cursor = page("?limit=2").cursor();
        database.head(scope, 100, 60);
        // When
        ChangesPage page = page("?limit=500&cursor=" + cursor);
        // Then
        assertThat(page.from()).isEqualTo(20);
        assertThat(page.checkpoint()).isTrue();
    }

    @Test
    void sendsTheReaderToTheStart_whenItIsAheadOfTheFeed() throws Exception {
        // Given: the database was restored, and nobody said so
        database.row(scope, "note", "a", 1, 5, "{}");
        String cursor = page("").cursor();
        database.head(scope, 4, 0);
        // When
        Response answer = changes("?cursor=" + cursor);
        Response again = changes("?cursor=" + cursor);
        // Then: the merge service is told, once
        assertProblem(answer, 410, "cursor-ahead");
        assertProblem(again, 410, "cursor-ahead");
        assertThat(database.witnesses()).containsExactly("a cursor at position 5 is ahead of its scope's head 4");
    }

    @Test
    void readsNoOldStateInThePlaceOfANewerOne_whileARestoredDatabaseHasNoNewEpoch() throws Exception {
        // Given: a reader was ahead of the feed, and is sent to the start
        database.row(scope, "note", "a", 1, 5, "{}");
        String cursor = page("").cursor();
        database.head(scope, 4, 0);
        assertProblem(changes("?cursor=" + cursor), 410, "cursor-ahead");
        // When
        Response early = changes("");
        database.run("select declare_restore('as the merge service would')");
        Response later = changes("");
        // Then
        assertProblem(early, 503, "store-unavailable");
        assertThat(later.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=-1", "limit=abc", "limit=1.5", "device=%20", "device=a%2Fb"})
    void refusesTheParameter_whenItIsOfNoForm(String parameter) {
        // Given / When
        Response answer = changes("?" + parameter);
        // Then
        assertProblem(answer, 400, "invalid-parameter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1", "limit=500", "limit=501", "limit=1000000000", "limit=99999999999999999999"})
    void takesTheLimit_whenItIsAPositiveNumber(String parameter) {
        // Given / When
        Response answer = changes("?" + parameter);
        // Then
        answer.then().statusCode(200);
    }

    @Test
    void looksTheSame_whenAScopeIsForeignOrDoesNotExist() {
        // Given: a scope of ours, with rows, and a stranger of our tenant and one of another
        database.row(scope, "note", "a", 1, 5, "{\"title\": \"secret\"}");
        String nowhere = TestScope.fresh().path();
        for (String path : List.of("/changes", "/conflicts", "/operations/" + UUID.randomUUID(), "/entities/note/a")) {
            // When
            Response stranger = as(scope.ofSubject("mallory")).get(scope.path() + path);
            Response otherTenant = as(scope.ofTenant("other")).get(scope.path() + path);
            Response missing = asAlice().get(nowhere + path);
            // Then
            assertProblem(stranger, 404, "scope-not-found");
            assertThat(otherTenant.asString()).isEqualTo(stranger.asString());
            assertThat(missing.asString()).isEqualTo(stranger.asString());
        }
    }

    @Test
    void endsAtOnce_whenTheMembershipIsRevoked() throws Exception {
        // Given
        String cursor = page("").cursor();
        database.noMember(scope);
        // When
        Response answer = changes("?cursor=" + cursor);
        // Then
        assertProblem(answer, 404, "scope-not-found");
    }

    private Response changes(String query) {
        return asAlice().get(scope.path() + "/changes" + query);
    }

    private ChangesPage page(String query) throws Exception {
        Response answer = changes(query);
        answer.then().statusCode(200).header("Tidemark-Protocol", "1").header("Cache-Control", "no-store");
        return ChangesPage.read(JsonReader.read(answer.asByteArray()));
    }
}
