package io.tidemark.merge;

import static io.tidemark.merge.OperationFixture.EPOCH;
import static io.tidemark.merge.OperationFixture.NOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.merge.policy.OwnMerges;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
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

/** MERGE-15 to MERGE-20: what each policy makes of a value that was not seen. */
class PolicyTest {
    private static final EntityTypes TYPES = EntityTypesFile.parse("t.yaml", """
            types:
              note:
                fields:
                  body: { type: string, policy: text }
                  likes: { type: integer, policy: counter }
                  tags: { type: strings, policy: add-wins-set, maxItems: 4 }
                  best: { type: number, policy: max }
                  first: { type: string, policy: min }
                  price: { type: number, policy: server-wins }
                  serial: { type: string, policy: immutable }
                  motto: { type: string, policy: own, merge: longer-wins }
            """);
    private static final EntityType TYPE = TYPES.find("note").orElseThrow();
    private static final Author ALICE = new Author("demo:notes", "alice");
    private static final Author BOB = new Author("demo:notes", "bob");

    static Stream<Arguments> plain() {
        return Stream.of(
                row("body", "a b", "A b", "a B", Json.of("A B"), Status.MERGED, Reason.POLICY_MERGED),
                row("body", "a", "b", "c", Json.of("b"), Status.CONFLICT, Reason.UNSEEN_VALUE),
                row("best", 1, 5, 7, Json.of(7), Status.MERGED, Reason.POLICY_MERGED),
                row("best", 1, 7, 5, Json.of(7), Status.MERGED, Reason.POLICY_MERGED),
                row("best", 5, 5, 3, Json.of(5), Status.MERGED, Reason.POLICY_MERGED),
                row("best", 5, 5, 8, Json.of(8), Status.APPLIED, null),
                row("first", "m", "k", "b", Json.of("b"), Status.MERGED, Reason.POLICY_MERGED),
                row("first", "m", "b", "k", Json.of("b"), Status.MERGED, Reason.POLICY_MERGED),
                row("price", 1, 2, 3, Json.of(2), Status.MERGED, Reason.SERVER_WINS),
                row("price", 2, 2, 3, Json.of(3), Status.APPLIED, null),
                row("serial", "s", "s", "t", Json.of("s"), Status.CONFLICT, Reason.IMMUTABLE),
                row("serial", "r", "s", "t", Json.of("s"), Status.CONFLICT, Reason.IMMUTABLE),
                row("motto", "a", "bb", "ccc", Json.of("ccc"), Status.MERGED, Reason.POLICY_MERGED),
                row("motto", "a", "bbb", "cc", Json.of("bbb"), Status.MERGED, Reason.POLICY_MERGED),
                row("motto", "a", "bb", "cc", Json.of("bb"), Status.CONFLICT, Reason.UNSEEN_VALUE));
    }

    /** The row holds {@code current}, the author had seen {@code seen} and writes {@code ours}. */
    @ParameterizedTest(name = "{0}: seen {1}, current {2}, ours {3}")
    @MethodSource("plain")
    void endsAsThePolicySays(
            String field, Json seen, Json current, Json ours, Json end, Status status, Optional<Reason> reason) {
        // Given
        EntityState row = row(Map.of(field, current));
        Operation operation =
                upsert(Map.of(field, ours), Map.of(), Basis.Seen.of(Map.of(field, new SeenValue.Value(seen))));
        // When
        Decision decision = decide(Optional.of(row), operation, BOB);
        // Then
        assertThat(decision.status()).isEqualTo(status);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.row().orElse(row).field(field)).contains(end);
        assertThat(decision.copies()).hasSize(status == Status.CONFLICT ? 1 : 0);
    }

    @Test
    void addsUp_whenBothIncrement() { // MERGE-17
        // Given
        EntityState row = row(Map.of("likes", Json.of(5)));
        // When
        Decision up = decide(Optional.of(row), increment(3), BOB);
        Decision down = decide(up.row(), increment(-10), ALICE);
        // Then
        assertThat(up.status()).isEqualTo(Status.APPLIED);
        assertThat(down.row().orElseThrow().field("likes")).contains(Json.of(-2));
    }

    @Test
    void keepsTheIncrementInACopy_whenTheCounterWouldOverflow() { // MERGE-17
        // Given
        EntityState row = row(Map.of("likes", Json.of(Json.MAX_SAFE_INTEGER)));
        // When
        Decision decision = decide(Optional.of(row), increment(1), BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.OUT_OF_RANGE);
        assertThat(decision.copies().getFirst().field("likes")).contains(Json.of(1));
    }

    @Test
    void bringsTheRowBack_whenAnIncrementHadNotSeenTheDelete() { // MERGE-6, MERGE-17
        // Given
        EntityState tombstone =
                row(Map.of("likes", Json.of(5), "serial", Json.of("s"))).asTombstone();
        // When
        Decision decision = decide(Optional.of(tombstone), increment(1), BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.UNDELETED);
        assertThat(decision.row().orElseThrow().fields())
                .isEqualTo(Map.of("likes", Json.of(6), "serial", Json.of("s")));
    }

    @Test
    void unitesAdditions_whenBothAdd() { // MERGE-18
        // Given
        EntityState row = decide(Optional.of(row(Map.of())), elements(0, "+a", "+b"), ALICE)
                .row()
                .orElseThrow();
        // When
        Decision decision = decide(Optional.of(row), elements(1, "+b", "+c"), BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(tags(decision)).containsExactly("a", "b", "c");
    }

    @Test
    void removesWhatWasSeen_andKeepsWhatWasAddedUnseen() { // MERGE-18
        // Given: a and b stand in version 2; Alice puts b in again, in version 3
        EntityState seen = decide(Optional.of(row(Map.of())), elements(0, "+a", "+b"), ALICE)
                .row()
                .orElseThrow();
        EntityState again =
                decide(Optional.of(seen), elements(2, "+b"), ALICE).row().orElseThrow();
        // When: Bob, who saw version 2, takes both out
        Decision decision = decide(Optional.of(again), elements(2, "-a", "-b"), BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.ADD_WINS);
        assertThat(tags(decision)).containsExactly("b");
    }

    @Test
    void removesItsOwnAddition_whenTheRowBeneathTheScreenIsOlder() { // MERGE-18
        // Given
        EntityState own =
                decide(Optional.of(row(Map.of())), elements(1, "+a"), BOB).row().orElseThrow();
        // When
        Decision decision = decide(Optional.of(own), elements(1, "-a"), BOB);
        // Then
        assertThat(tags(decision)).isEmpty();
    }

    @Test
    void keepsWhatAnotherPutInUnseen_whenTheAuthorPutItInToo_andTakesItOutAgain() { // MERGE-18
        // Given: Alice puts a in, in version 2; Bob, who saw version 1, puts it in as well
        EntityState hers = decide(Optional.of(row(Map.of())), elements(1, "+a"), ALICE)
                .row()
                .orElseThrow();
        EntityState both =
                decide(Optional.of(hers), elements(1, "+a"), BOB).row().orElseThrow();
        // When
        Decision stillUnseen = decide(Optional.of(both), elements(1, "-a"), BOB);
        Decision seen = decide(Optional.of(both), elements(3, "-a"), BOB);
        // Then
        assertThat(stillUnseen.reason()).contains(Reason.ADD_WINS);
        assertThat(tags(seen)).isEmpty();
    }

    static Stream<Arguments> additions() {
        return Stream.of(
                Arguments.of(
                        "an increment", increment(3), onVersion1(Map.of(), Map.of("likes", new Change.Increment(2)))),
                Arguments.of("an element", elements(1, "+urgent"), elements(1, "+home")),
                Arguments.of("the same element", elements(1, "+urgent"), elements(1, "+urgent")),
                Arguments.of(
                        "a policy of its own",
                        upsert(Map.of("motto", Json.of("bbbb")), Map.of(), new Basis.BaseVersion(1)),
                        onVersion1(Map.of("motto", Json.of("cc")), Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("additions")
    void isNotItsAuthorsOwn_whenItHoldsWhatAnotherPutInUnseen(String what, Operation hers, Operation his) { // MERGE-1
        // Given: Bob read version 1; Alice changed the field, and then Bob's own change was merged with hers
        EntityState read = row(Map.of("likes", Json.of(5), "motto", Json.of("a")));
        EntityState both = decide(decide(Optional.of(read), hers, ALICE).row(), his, BOB)
                .row()
                .orElseThrow();
        EntityState alone = decide(Optional.of(read), his, BOB).row().orElseThrow();
        // When
        Decision unseen = decide(Optional.of(both), delete(1), BOB);
        Decision seen = decide(Optional.of(both), delete(both.version()), BOB);
        Decision own = decide(Optional.of(alone), delete(1), BOB);
        // Then
        assertThat(unseen.reason()).contains(Reason.DELETE_SUPERSEDED);
        assertThat(seen.row().orElseThrow().deleted()).isTrue();
        assertThat(own.row().orElseThrow().deleted()).isTrue();
    }

    @Test
    void keepsTheAdditionsInACopy_whenTheSetWouldBeTooLarge() { // MERGE-18
        // Given
        EntityState full = decide(Optional.of(row(Map.of())), elements(0, "+a", "+b", "+c", "+d"), ALICE)
                .row()
                .orElseThrow();
        // When
        Decision decision = decide(Optional.of(full), elements(2, "+e"), BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.OUT_OF_RANGE);
        assertThat(decision.copies().getFirst().field("tags")).contains(Json.strings(List.of("e")));
    }

    @Test
    void keepsBothChangesInTheCopy_whenTheRowIsMissing() { // MERGE-8
        // Given
        Decision likes = decide(Optional.empty(), increment(3), BOB);
        Decision tags = decide(Optional.empty(), elements(1, "+a", "+b"), BOB);
        // When
        Decision likesAgain = Merge.decide(Optional.empty(), likes.copies(), increment(2), BOB, TYPE, EPOCH);
        Decision tagsAgain = Merge.decide(Optional.empty(), tags.copies(), elements(1, "+c", "-a"), BOB, TYPE, EPOCH);
        // Then
        assertThat(likesAgain.reason()).contains(Reason.JOINED_COPY);
        assertThat(likesAgain.copies().getFirst().field("likes")).contains(Json.of(5));
        assertThat(tagsAgain.copies().getFirst().field("tags")).contains(Json.strings(List.of("b", "c")));
    }

    @Test
    void begins_whenACreationCarriesChanges() {
        // When
        Decision decision = decide(
                Optional.empty(),
                upsert(Map.of("serial", Json.of("s")), Map.of("likes", new Change.Increment(2)), new Basis.Nothing()),
                BOB);
        // Then
        assertThat(decision.row().orElseThrow().fields())
                .isEqualTo(Map.of("likes", Json.of(2), "serial", Json.of("s")));
    }

    @Test
    void stopsTheStart_whenAnOwnPolicyIsNotRegistered() { // MERGE-20
        // Given
        EntityTypes unknown = EntityTypesFile.parse(
                "t.yaml", "types: { note: { fields: { a: { type: string, policy: own, merge: nobody } } } }");
        // When, Then
        OwnMerges.require(TYPES);
        assertThatThrownBy(() -> OwnMerges.require(unknown))
                .hasMessageStartingWith("note.a: no merge policy named 'nobody'");
    }

    private static Arguments row(
            String field, Object seen, Object current, Object ours, Json end, Status status, Reason reason) {
        return Arguments.of(field, json(seen), json(current), json(ours), end, status, Optional.ofNullable(reason));
    }

    private static Json json(Object value) {
        return value instanceof Integer number ? Json.of((long) number) : Json.of((String) value);
    }

    private static EntityState row(Map<String, Json> fields) {
        TreeMap<String, FieldWrite> writes = new TreeMap<>();
        fields.forEach((field, value) -> writes.put(field, FieldWrite.plain(value)));
        return EntityState.begin(NOTE, writes, ALICE.name(), Optional.empty());
    }

    private static Operation increment(long by) {
        return upsert(Map.of(), Map.of("likes", new Change.Increment(by)), Basis.Seen.of(Map.of()));
    }

    private static Operation onVersion1(Map<String, Json> fields, Map<String, Change> changes) {
        return upsert(fields, changes, new Basis.BaseVersion(1));
    }

    private static Operation delete(long version) {
        return new Operation.Delete(
                new OperationId(new UUID(1, 2)), NOTE, 1, new Basis.BaseVersion(version), new Precondition.None());
    }

    /** {@code +a} puts in, {@code -a} takes out. */
    private static Operation elements(long seenVersion, String... signed) {
        TreeSet<String> add = new TreeSet<>();
        TreeSet<String> remove = new TreeSet<>();
        for (String element : signed) {
            (element.charAt(0) == '+' ? add : remove).add(element.substring(1));
        }
        Change change = new Change.Elements(add, remove, seenVersion);
        return upsert(Map.of(), Map.of("tags", change), Basis.Seen.of(Map.of()));
    }

    private static Operation upsert(Map<String, Json> fields, Map<String, Change> changes, Basis basis) {
        return new Operation.Upsert(
                new OperationId(new UUID(1, 1)),
                NOTE,
                1,
                new TreeMap<>(fields),
                new TreeMap<>(changes),
                basis,
                new Precondition.None());
    }

    private static Decision decide(Optional<EntityState> row, Operation operation, Author author) {
        return Merge.decide(row, List.of(), operation, author, TYPE, EPOCH);
    }

    private static Set<String> tags(Decision decision) {
        return new TreeSet<>(
                FieldWrite.elements(decision.row().orElseThrow().field("tags").orElseThrow()));
    }
}
