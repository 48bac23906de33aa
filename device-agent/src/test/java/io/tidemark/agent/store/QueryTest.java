package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a query answers, on a real file. */
class QueryTest {
    private static final EntityTypes TYPES = EntityTypesFile.parse("things", """
            types:
              thing:
                schema: 1
                fields:
                  any: { type: json, maxLength: 4096 }
                  rank: { type: number }
                  name: { type: string }
            """);
    private static final Query THINGS = Query.of("thing");

    private final AtomicLong names = new AtomicLong();
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final Database database;
    private final Edits edits;
    private final Rows rows;

    QueryTest(@TempDir Path directory) {
        database = Database.open(new DatabaseSettings(
                directory.resolve("agent.db"),
                TYPES,
                Optional.empty(),
                Synchronous.FULL,
                IntegrityCheck.QUICK,
                Vault.OPEN,
                clock));
        edits = new Edits(database, TYPES, () -> new OperationId(new UUID(7, names.incrementAndGet())), clock);
        rows = new Rows(database, TYPES);
        new OperationQueue(
                        database,
                        clock,
                        DeviceTime.open(database, clock, clock::millis),
                        TraceParents.USUAL,
                        () -> "d",
                        () -> new OperationId(new UUID(7, names.incrementAndGet())))
                .follow(List.of(SCOPE, "another"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void given(String id, Map<String, Json> fields) {
        edits.save(SCOPE, new EntityKey("thing", id), fields);
    }

    private List<String> found(Query query) {
        return rows.query(SCOPE, query).stream().map(row -> row.entity().id()).toList();
    }

    static List<Json> hostileValues() {
        return List.of(
                Json.NULL,
                Json.of(true),
                Json.of(false),
                Json.of(0L),
                Json.of(1L),
                Json.of(1.5),
                Json.of(1e21),
                Json.of(1e-7),
                Json.of(Json.MAX_SAFE_INTEGER),
                Json.of(-0.1),
                Json.of(""),
                Json.of("1"),
                Json.of("null"),
                Json.of("true"),
                Json.of("' OR 1=1 --"),
                Json.of("\"quoted\" \\ \b\f\n\r\t\u0001\u007f\u2028"),
                Json.of("\u00e9\ud83d\ude00\ufeff"),
                Json.strings(List.of()),
                Json.strings(List.of("a", "b")),
                Json.strings(List.of("b", "a")),
                Json.Obj.of(Map.of()),
                Json.Obj.of(Map.of("b", Json.of(1L), "a", Json.strings(List.of("\"", "'")))),
                Json.Obj.of(Map.of("a", Json.Obj.of(Map.of("b", Json.NULL)))));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void onlyTheEqualOneIsFound_whateverTheValue(Json value) {
        // Given
        List<Json> all = hostileValues();
        for (int i = 0; i < all.size(); i++) {
            given("v" + i, Map.of("any", all.get(i)));
        }
        given("none", Map.of("name", Json.of("no value")));

        // When
        List<String> found = found(THINGS.where("any", value));

        // Then
        assertThat(found).containsExactly("v" + all.indexOf(value));
        assertThat(found(THINGS.whereAbsent("any"))).containsExactly("none");
    }

    @Test
    void rowsComeInTheOrderAsked_andAmongEqualsByTheirIds() {
        // Given
        given("d", Map.of("rank", Json.of(2.5), "name", Json.of("z")));
        given("c", Map.of("rank", Json.of(2.5), "name", Json.of("a")));
        given("b", Map.of("rank", Json.of(10L)));
        given("a", Map.of("rank", Json.NULL));
        given("e", Map.of("rank", Json.of(2.5), "name", Json.of("a")));

        // When, Then
        assertThat(found(THINGS)).containsExactly("a", "b", "c", "d", "e");
        assertThat(found(THINGS.ascending("rank"))).containsExactly("a", "c", "d", "e", "b");
        assertThat(found(THINGS.descending("rank"))).containsExactly("b", "c", "d", "e", "a");
        assertThat(found(THINGS.descending("rank").descending("name"))).containsExactly("b", "d", "c", "e", "a");
        assertThat(found(THINGS.descending("rank").limit(2))).containsExactly("b", "c");
    }

    @Test
    void allConditionsHold_whenThereAreSeveral() {
        // Given
        given("a", Map.of("rank", Json.of(1L), "name", Json.of("x")));
        given("b", Map.of("rank", Json.of(1L), "name", Json.of("y")));
        edits.save("another", new EntityKey("thing", "c"), Map.of("rank", Json.of(1L), "name", Json.of("y")));

        // When, Then
        assertThat(found(THINGS.where("rank", Json.of(1L)).where("name", Json.of("y"))))
                .containsExactly("b");
    }

    @Test
    void conflictCopiesStayOut_whenTheQuerySaysSo() {
        // Given
        given("a", Map.of("name", Json.of("mine")));
        ConflictOrigin origin = new ConflictOrigin(
                "a",
                "bob:d",
                new OperationId(new UUID(1, 1)),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                false,
                Optional.empty());
        CanonicalRow copy = new CanonicalRow.Live(
                new EntityKey("thing", "copy"),
                1,
                1,
                new TreeMap<>(Map.of("name", Json.of("his"))),
                Optional.of(origin));
        Feed feed = new Feed(database, clock);
        feed.apply(
                SCOPE, feed.reader(SCOPE), new ChangesPage("e", 0, 1, "c1", true, OptionalLong.empty(), List.of(copy)));

        // When, Then
        assertThat(found(THINGS)).containsExactly("a", "copy");
        assertThat(found(THINGS.withoutConflictCopies())).containsExactly("a");
    }

    @Test
    void queryIsRefused_whenItCannotBeMeant() {
        assertThatThrownBy(() -> found(THINGS.where("colour", Json.NULL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not declare");
        assertThatThrownBy(() -> found(Query.of("spaceship").ascending("rank")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> THINGS.limit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(found(Query.of("spaceship"))).isEmpty();
    }

    @Test
    void queriesOfManyFormsAreAnswered_whenMoreThanAreKeptPrepared() {
        // Given
        given("a", Map.of("rank", Json.of(1L)));

        // When, Then
        for (int i = 0; i < 300; i++) {
            Query query = THINGS;
            for (int bit = 0; bit < 9; bit++) {
                query = (i >> bit & 1) == 0 ? query.ascending("rank") : query.descending("name");
            }
            assertThat(found(query)).containsExactly("a");
        }
    }
}
