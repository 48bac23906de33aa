package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.likes;
import static io.tidemark.agent.Fixture.tags;
import static io.tidemark.agent.Fixture.text;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is made of the values on a screen, policy by policy. */
class DraftsTest {
    private static final EntityTypes TYPES = EntityTypesFile.parse("cards", """
            types:
              card:
                schema: 3
                fields:
                  title: { type: string }
                  text: { type: string, policy: text, maxLength: 262144 }
                  best: { type: string, policy: own, merge: longest }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set, maxLength: 5, maxItems: 3 }
            """);
    private static final EntityKey CARD = new EntityKey("card", "c");
    private static final OperationId ID = new OperationId(new UUID(7, 1));
    private static final long VERSION = 4;
    private static final long MOST = Json.MAX_SAFE_INTEGER;
    private static final String LONG = "a long text\n".repeat(20);

    private final Drafts drafts = new Drafts(TYPES);

    private Optional<Operation> saved(Map<String, Json> values, Map<String, Json> shown) {
        return drafts.upsert(ID, CARD, values, Optional.of(row(shown))).map(Payload::operation);
    }

    private static VisibleRow row(Map<String, Json> shown) {
        return new VisibleRow(CARD, VERSION, new TreeMap<>(shown), Optional.empty(), false);
    }

    private static Operation upsert(Map<String, Json> fields, Map<String, Change> changes, Basis basis) {
        return new Operation.Upsert(
                ID, CARD, 3, new TreeMap<>(fields), new TreeMap<>(changes), basis, new Precondition.None());
    }

    private static Change elements(Collection<String> add, Collection<String> remove) {
        return new Change.Elements(new TreeSet<>(add), new TreeSet<>(remove), VERSION);
    }

    private static Map<String, Json> likesOf(Json value) {
        return Map.of("likes", value);
    }

    private static Map<String, Json> tagsOf(Json value) {
        return Map.of("tags", value);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments(likes(5), likes(8), new Change.Increment(3)),
                arguments(likes(5), likes(-1), new Change.Increment(-6)),
                arguments(title("x"), likes(2), new Change.Increment(2)),
                arguments(likesOf(Json.NULL), likes(-2), new Change.Increment(-2)),
                arguments(likes(MOST), likes(0), new Change.Increment(-MOST)),
                arguments(likes(-1), likes(MOST - 1), new Change.Increment(MOST)),
                arguments(tags("a", "b"), tags("b", "c"), elements(List.of("c"), List.of("a"))),
                arguments(title("x"), tags("b", "a", "b"), elements(List.of("a", "b"), List.of())),
                arguments(tagsOf(Json.NULL), tags("a"), elements(List.of("a"), List.of())),
                arguments(tags("a", "b"), tags(), elements(List.of(), List.of("a", "b"))));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void differenceIsSent_whenACounterOrASetIsSaved(
            Map<String, Json> shown, Map<String, Json> values, Change expected) {
        // When
        Optional<Operation> operation = saved(values, shown);

        // Then
        String field = values.keySet().iterator().next();
        assertThat(operation).hasValue(upsert(Map.of(), Map.of(field, expected), Basis.Seen.of(Map.of())));
    }

    static Stream<Arguments> unchanged() {
        return Stream.of(
                arguments(likes(5), likes(5)),
                arguments(title("x"), likes(0)),
                arguments(likesOf(Json.NULL), likes(0)),
                arguments(likesOf(Json.NULL), likesOf(Json.NULL)),
                arguments(tags("a", "b"), tags("b", "a", "b")),
                arguments(title("x"), tags()),
                arguments(tagsOf(Json.NULL), tags()));
    }

    @ParameterizedTest
    @MethodSource("unchanged")
    void noOperationIsMade_whenThereIsNoDifference(Map<String, Json> shown, Map<String, Json> values) {
        assertThat(saved(values, shown)).isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(likes(5), likesOf(Json.NULL)),
                arguments(likes(5), likesOf(Json.of(5.5))),
                arguments(likes(5), likesOf(Json.of("6"))),
                arguments(likes(5), likesOf(Json.of(2.0 * MOST))),
                arguments(likes(-2), likes(MOST)),
                arguments(likes(1), likes(-MOST)),
                arguments(likes(-MOST), likes(MOST)),
                arguments(tags("a"), tagsOf(Json.NULL)),
                arguments(tags("a"), tagsOf(Json.of("a"))),
                arguments(tags("a"), tagsOf(new Json.Arr(List.of(Json.of("a"), Json.of(1))))),
                arguments(tags("a"), tags("a", "longer")),
                arguments(tags("a", "b", "c"), tags("a", "b", "c", "d")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void editIsRefused_whenTheNewValueIsNone(Map<String, Json> shown, Map<String, Json> values) {
        assertThatThrownBy(() -> saved(values, shown))
                .isInstanceOfSatisfying(InvalidOperation.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.INVALID_FIELD));
    }

    @Test
    void valuesAreSaidAsTheyAre_whenNothingWasShown() {
        // Given
        Map<String, Json> values = Map.of("likes", Json.of(3), "tags", Json.strings(List.of("b", "a", "b")));

        // When
        Optional<Operation> operation =
                drafts.upsert(ID, CARD, values, Optional.empty()).map(Payload::operation);

        // Then
        assertThat(operation)
                .hasValue(upsert(
                        Map.of("likes", Json.of(3), "tags", Json.strings(List.of("a", "b"))),
                        Map.of(),
                        new Basis.Nothing()));
    }

    @Test
    void seenHasExactlyTheFields_whenChangesGoWithThem() {
        // Given
        Map<String, Json> values =
                Map.of("title", Json.of("new"), "likes", Json.of(1), "tags", Json.strings(List.of()));

        // When
        Optional<Operation> operation = saved(values, title("old"));

        // Then
        assertThat(operation)
                .hasValue(upsert(
                        title("new"),
                        Map.of("likes", new Change.Increment(1)),
                        Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of("old"))))));
    }

    @Test
    void seenTextIsSentInFull_whenThePolicyStartsFromIt() {
        // Given
        Map<String, Json> shown = Map.of("title", Json.of(LONG), "text", Json.of(LONG), "best", Json.of(LONG));
        Map<String, Json> values = Map.of("title", Json.of("t"), "text", Json.of("t"), "best", Json.of("t"));

        // When
        Optional<Operation> operation = saved(values, shown);

        // Then
        assertThat(operation.map(Operation::basis))
                .hasValue(Basis.Seen.of(Map.of(
                        "title", new SeenValue.Hashed(ContentHash.of(Json.of(LONG))),
                        "text", new SeenValue.Value(Json.of(LONG)),
                        "best", new SeenValue.Value(Json.of(LONG)))));
    }

    @Test
    void seenTextIsSentAsItsHash_whenBothTextsTogetherAreTooLarge() {
        // Given
        Json before = Json.of("x".repeat(262_144));
        Json after = Json.of("y".repeat(262_144));

        // When
        Optional<Operation> operation = saved(Map.of("text", after), Map.of("text", before));

        // Then
        assertThat(operation)
                .hasValue(upsert(
                        Map.of("text", after),
                        Map.of(),
                        Basis.Seen.of(Map.of("text", new SeenValue.Hashed(ContentHash.of(before))))));
    }

    @Test
    void seenTextIsSentAsItsHash_whenTheEntityIsDeleted() {
        // When
        Operation operation = drafts.delete(ID, row(text(LONG))).operation();

        // Then
        assertThat(operation.basis())
                .isEqualTo(Basis.Seen.of(Map.of("text", new SeenValue.Hashed(ContentHash.of(Json.of(LONG))))));
    }
}
