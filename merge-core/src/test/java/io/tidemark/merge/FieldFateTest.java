package io.tidemark.merge;

import static io.tidemark.merge.OperationFixture.EPOCH;
import static io.tidemark.merge.OperationFixture.NOTE;
import static io.tidemark.merge.OperationFixture.anOperation;
import static io.tidemark.merge.OperationFixture.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.FieldFate.Kind;
import io.tidemark.protocol.outcome.Status;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** MERGE-23: what each rule of docs/spec/merge.md says of a field. */
class FieldFateTest {
    private static final EntityType TYPE =
            EntityTypesFile.parse("t.yaml", """
            types:
              note:
                fields:
                  title: { type: string }
                  pinned: { type: string, policy: last-writer }
                  body: { type: string, policy: text }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set, maxItems: 3 }
                  best: { type: integer, policy: max }
                  first: { type: string, policy: min }
                  price: { type: integer, policy: server-wins }
                  serial: { type: string, policy: immutable }
                  motto: { type: string, policy: own, merge: longer-wins }
            """).find("note").orElseThrow();
    private static final Author ALICE = new Author("demo:notes", "alice");
    private static final Author BOB = new Author("demo:notes", "bob");

    /** The row holds {@code current} (null: no such field), Bob had seen {@code seen} and writes {@code ours}. */
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("MERGE-1", "title", "a", "a", "b", Kind.WRITTEN),
                Arguments.of("MERGE-1", "title", null, null, "b", Kind.WRITTEN),
                Arguments.of("MERGE-3", "title", "b", "a", "b", Kind.EQUAL),
                Arguments.of("MERGE-4", "title", "c", "a", "b", Kind.LOST_TO_COPY),
                Arguments.of("MERGE-5", "pinned", "c", "a", "b", Kind.OVERWROTE),
                Arguments.of("MERGE-15", "body", "a B", "a b", "A b", Kind.MERGED),
                Arguments.of("MERGE-15", "body", "c", "a", "b", Kind.LOST_TO_COPY),
                Arguments.of("MERGE-16", "best", 5, 1, 7, Kind.MERGED),
                Arguments.of("MERGE-16", "best", 5, 5, 7, Kind.WRITTEN),
                Arguments.of("MERGE-16", "best", 7, 1, 5, Kind.DROPPED),
                Arguments.of("MERGE-16", "best", 7, 7, 5, Kind.DROPPED),
                Arguments.of("MERGE-16", "first", "b", "m", "k", Kind.DROPPED),
                Arguments.of("MERGE-19", "price", 2, 1, 3, Kind.DROPPED),
                Arguments.of("MERGE-19", "price", 2, 2, 3, Kind.WRITTEN),
                Arguments.of("MERGE-19", "serial", "s", "s", "t", Kind.LOST_TO_COPY),
                Arguments.of("MERGE-20", "motto", "bb", "a", "ccc", Kind.MERGED),
                Arguments.of("MERGE-20", "motto", "bb", "a", "cc", Kind.LOST_TO_COPY));
    }

    @ParameterizedTest(name = "{0} {1}: row {2}, seen {3}, ours {4}: {5}")
    @MethodSource("values")
    void saysWhatBecameOfAValue(String rule, String field, Object current, Object seen, Object ours, Kind kind) {
        // Given
        EntityState row = row(current == null ? Map.of("price", Json.of(1)) : Map.of(field, json(current)));
        SeenValue shown = seen == null ? new SeenValue.Absent() : new SeenValue.Value(json(seen));
        // When
        Decision decision = decide(row, upsert(1, Map.of(field, json(ours)), Map.of(), Map.of(field, shown)), BOB);
        // Then
        assertThat(decision.fates()).containsOnlyKeys(field);
        FieldFate fate = decision.fates().get(field);
        assertThat(fate.kind()).isEqualTo(kind);
        assertThat(fate.copy())
                .isEqualTo(
                        decision.copies().stream().map(copy -> copy.key().id()).findFirst());
    }

    /** Bob had read version 1; since then Alice has put in again what stands in version 2. */
    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("likes", new Change.Increment(3), Kind.CHANGED),
                Arguments.of("likes", new Change.Increment(Json.MAX_SAFE_INTEGER), Kind.LOST_TO_COPY),
                Arguments.of("tags", elements("+c"), Kind.CHANGED),
                Arguments.of("tags", elements("+c", "-a"), Kind.CHANGED),
                Arguments.of("tags", elements("+c", "-again"), Kind.ADD_WINS),
                Arguments.of("tags", elements("-again"), Kind.DROPPED),
                Arguments.of("tags", elements("-nobody"), Kind.EQUAL),
                Arguments.of("tags", elements("+c", "+d"), Kind.LOST_TO_COPY));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @MethodSource("changes")
    void saysWhatBecameOfAChange(String field, Change change, Kind kind) { // MERGE-17, MERGE-18
        // Given
        EntityState row = row(Map.of("tags", Json.strings(List.of("a")), "likes", Json.of(1)));
        EntityState now = decide(row, upsert(1, Map.of(), Map.of("tags", elements("+again")), Map.of()), ALICE)
                .row()
                .orElseThrow();
        // When
        Decision decision = decide(now, upsert(2, Map.of(), Map.of(field, change), Map.of()), BOB);
        // Then
        assertThat(decision.fates()).containsOnlyKeys(field);
        assertThat(decision.fates().get(field).kind()).isEqualTo(kind);
    }

    @Test
    void saysThatAllWasWritten_whenTheEntityBegins() { // MERGE-1, MERGE-6
        // Given
        Operation creation = new Upsert(
                new OperationId(new UUID(1, 1)),
                NOTE,
                1,
                new TreeMap<>(Map.of("title", Json.of("a"))),
                new TreeMap<>(Map.of("likes", new Change.Increment(1))),
                new Basis.Nothing(),
                new Precondition.None());
        // When
        Decision made = Merge.decide(Optional.empty(), List.of(), creation, BOB, TYPE, EPOCH);
        Decision anew = decide(row(Map.of("body", Json.of("old"))).asTombstone(), creation, BOB);
        // Then
        assertThat(made.fates())
                .isEqualTo(Map.of("title", FieldFate.of(Kind.WRITTEN), "likes", FieldFate.of(Kind.CHANGED)));
        assertThat(anew.fates()).isEqualTo(made.fates());
    }

    @Test
    void namesTheCopy_whenTheValueJoinsOne() { // MERGE-9
        // Given
        EntityState row = row(Map.of("title", Json.of("Soy")));
        EntityState copy = lost(row, 1, "Oat");
        Operation next = anOperation()
                .id(2)
                .set("title", "Oat milk")
                .seeing("title", "Oat")
                .upsert();
        // When
        Decision decision = Merge.decide(Optional.of(row), List.of(copy), next, BOB, TYPE, EPOCH);
        // Then
        assertThat(decision.fates())
                .isEqualTo(Map.of(
                        "title", FieldFate.in(Kind.JOINED_COPY, copy.key().id())));
    }

    @Test
    void namesTheCopy_whenTheRowIsMissing() { // MERGE-8
        // Given
        Operation first =
                anOperation().id(1).set("title", "Oat").seeing("title", "Milk").upsert();
        Operation second = upsert(
                2,
                Map.of("title", Json.of("Oats")),
                Map.of("tags", elements("-a"), "likes", new Change.Increment(1)),
                Map.of("title", new SeenValue.Value(Json.of("Oat"))));
        // When
        Decision made = Merge.decide(Optional.empty(), List.of(), first, BOB, TYPE, EPOCH);
        Decision joined = Merge.decide(Optional.empty(), made.copies(), second, BOB, TYPE, EPOCH);
        // Then
        String copy = made.copies().getFirst().key().id();
        assertThat(made.fates()).isEqualTo(Map.of("title", FieldFate.in(Kind.LOST_TO_COPY, copy)));
        assertThat(joined.fates())
                .isEqualTo(Map.of(
                        "title",
                        FieldFate.in(Kind.JOINED_COPY, copy),
                        "likes",
                        FieldFate.in(Kind.JOINED_COPY, copy),
                        "tags",
                        FieldFate.of(Kind.EQUAL)));
    }

    @Test
    void namesWhatKeepsTheRow_whenADeleteHadNotSeenIt() { // MERGE-7
        // Given
        EntityState row = row(Map.of("title", Json.of("Soy"), "pinned", Json.of("no"), "price", Json.of(1)));
        // When
        Decision superseded = decide(
                row,
                anOperation().seeing("title", "Milk").seeing("pinned", "no").delete(),
                BOB);
        Decision deleted = decide(
                row(Map.of("title", Json.of("Soy"))),
                anOperation().seeing("title", "Soy").delete(),
                BOB);
        // Then
        assertThat(superseded.fates())
                .isEqualTo(Map.of("title", FieldFate.of(Kind.KEPT_UNSEEN), "price", FieldFate.of(Kind.KEPT_UNSEEN)));
        assertThat(deleted.fates()).isEmpty();
    }

    @Test
    void saysNothing_whenThePreconditionFails() { // MERGE-2
        // When
        Decision decision = decide(
                row(Map.of("title", Json.of("Soy"))),
                anOperation().ifMissing().set("title", "Oat").upsert(),
                BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.REJECTED);
        assertThat(decision.fates()).isEmpty();
    }

    @Test
    void saysWhatIsKeptAndWhatIsUndone_whenATransactionIsSetAside() { // MERGE-21
        // Given
        EntityState row = row(Map.of("title", Json.of("Soy"), "body", Json.of("b")));
        EntityState copy = lost(row, 1, "Oat");
        Upsert both = upsert(
                2,
                Map.of("title", Json.of("Oat milk"), "body", Json.of("c")),
                Map.of("likes", new Change.Increment(1), "tags", elements("-a")),
                Map.of(
                        "title", new SeenValue.Value(Json.of("Oat")),
                        "body", new SeenValue.Value(Json.of("b"))));
        Upsert onlyCounts = upsert(3, Map.of(), Map.of("likes", new Change.Increment(1)), Map.of());
        // When
        Decision kept = Merge.setAside(Optional.of(row), List.of(copy), both, transaction(9), BOB, TYPE);
        Decision rejected = Merge.setAside(Optional.of(row), List.of(copy), onlyCounts, transaction(9), BOB, TYPE);
        // Then
        String made = BOB.copyOf(NOTE, both.id()).id();
        assertThat(kept.fates())
                .isEqualTo(Map.of(
                        "title",
                        FieldFate.in(Kind.JOINED_COPY, copy.key().id()),
                        "body",
                        FieldFate.in(Kind.LOST_TO_COPY, made),
                        "likes",
                        FieldFate.in(Kind.LOST_TO_COPY, made),
                        "tags",
                        FieldFate.of(Kind.NOT_APPLIED)));
        assertThat(rejected.fates()).isEqualTo(Map.of("likes", FieldFate.of(Kind.NOT_APPLIED)));
    }

    /** Whoever adds a fate adds its row here. */
    @Test
    void leavesOutNoFate_whenTheTablesAreRead() {
        // Given
        Set<Kind> told = EnumSet.of(Kind.REMOVED, Kind.JOINED_COPY, Kind.NOT_APPLIED, Kind.KEPT_UNSEEN);
        // When
        Stream.concat(values().map(row -> row.get()[5]), changes().map(row -> row.get()[2]))
                .forEach(kind -> told.add((Kind) kind));
        // Then
        assertThat(told).containsExactlyInAnyOrder(Kind.values());
    }

    private static EntityState lost(EntityState row, long operation, String title) {
        return decide(
                        row,
                        anOperation()
                                .id(operation)
                                .set("title", title)
                                .seeing("title", "Milk")
                                .upsert(),
                        BOB)
                .copies()
                .getFirst();
    }

    private static Json json(Object value) {
        return value instanceof Integer number ? Json.of((long) number) : Json.of((String) value);
    }

    private static EntityState row(Map<String, Json> fields) {
        TreeMap<String, FieldWrite> writes = new TreeMap<>();
        fields.forEach((field, value) -> writes.put(field, FieldWrite.whole(value, "tags".equals(field))));
        return EntityState.begin(NOTE, writes, ALICE.name(), Optional.empty());
    }

    /** {@code +a} puts in, {@code -a} takes out what was there in version 1. */
    private static Change elements(String... signed) {
        TreeSet<String> add = new TreeSet<>();
        TreeSet<String> remove = new TreeSet<>();
        for (String element : signed) {
            (element.charAt(0) == '+' ? add : remove).add(element.substring(1));
        }
        return new Change.Elements(add, remove, 1);
    }

    private static Upsert upsert(
            long id, Map<String, Json> fields, Map<String, Change> changes, Map<String, SeenValue> seen) {
        return new Upsert(
                new OperationId(new UUID(1, id)),
                NOTE,
                1,
                new TreeMap<>(fields),
                new TreeMap<>(changes),
                Basis.Seen.of(seen),
                new Precondition.None());
    }

    private static Decision decide(EntityState row, Operation operation, Author author) {
        return Merge.decide(Optional.of(row), List.of(), operation, author, TYPE, EPOCH);
    }
}
