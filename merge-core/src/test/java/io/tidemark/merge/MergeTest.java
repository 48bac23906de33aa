package io.tidemark.merge;

import static io.tidemark.merge.OperationFixture.EPOCH;
import static io.tidemark.merge.OperationFixture.NOTE;
import static io.tidemark.merge.OperationFixture.TYPE;
import static io.tidemark.merge.OperationFixture.anOperation;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.EntityTag;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rule by rule: MERGE-1 to MERGE-10 of docs/spec/merge.md. */
class MergeTest {
    private static final Author ALICE = new Author("demo:notes", "alice-phone");
    private static final Author BOB = new Author("demo:notes", "bob-phone");

    @Test
    void makesTheRow_whenTheAuthorSawNothing() {
        // When
        Decision decision = decide(
                Optional.empty(), List.of(), anOperation().set("title", "Milk").upsert(), ALICE);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(decision.row().orElseThrow().version()).isEqualTo(1);
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Milk")));
    }

    @Test
    void writesTheField_whenItsValueWasSeen() { // MERGE-1
        // Given
        EntityState row = row("title", "Milk");
        // When
        Decision decision = decide(
                row, anOperation().set("title", "Bread").seeing("title", "Milk").upsert(), BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(decision.row().orElseThrow().version()).isEqualTo(row.version() + 1);
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Bread")));
    }

    @Test
    void writesTheField_whenTheHashOfItsValueWasSeen() { // MERGE-1
        // When
        Decision decision = decide(
                row("title", "Milk"),
                anOperation().set("title", "Bread").seeingHash("title", "Milk").upsert(),
                BOB);
        // Then
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Bread")));
    }

    @Test
    void keepsBothEdits_whenFieldsDiffer() { // MERGE-1
        // Given
        EntityState row = row("title", "Bread", "body", "one loaf");
        // When
        Decision decision = decide(
                row, anOperation().set("body", "two").seeing("body", "one loaf").upsert(), BOB);
        // Then
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Bread"), "body", Json.of("two")));
    }

    @Test
    void keepsTheRowAndMakesACopy_whenTheValueWasNotSeen() { // MERGE-4, MERGE-10
        // When
        Decision decision = decide(
                row("title", "Soy"),
                anOperation().set("title", "Oat").seeing("title", "Milk").upsert(),
                BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.CONFLICT);
        assertThat(decision.reason()).contains(Reason.UNSEEN_VALUE);
        assertThat(decision.row()).isEmpty();
        EntityState copy = decision.copies().getFirst();
        assertThat(copy.fields()).isEqualTo(Map.of("title", Json.of("Oat")));
        ConflictOrigin origin = copy.conflict().orElseThrow();
        assertThat(origin.of()).isEqualTo(NOTE.id());
        assertThat(origin.author()).isEqualTo("bob-phone");
        assertThat(origin.seen()).isEqualTo(Map.of("title", new SeenValue.Value(Json.of("Milk"))));
        assertThat(origin.theirs()).isEqualTo(Map.of("title", Json.of("Soy")));
        assertThat(origin.edited()).isFalse();
    }

    @Test
    void makesTheSameCopyAgain_whenTheSameOperationLosesAgain() { // MERGE-10
        // Given
        Operation lost =
                anOperation().set("title", "Oat").seeing("title", "Milk").upsert();
        // When
        EntityKey first =
                decide(row("title", "Soy"), lost, BOB).copies().getFirst().key();
        EntityKey second =
                decide(row("title", "Rice"), lost, BOB).copies().getFirst().key();
        EntityKey other =
                decide(row("title", "Soy"), lost, ALICE).copies().getFirst().key();
        // Then
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void writesWhatItMayAndCopiesTheRest_whenOnlySomeFieldsWereSeen() { // MERGE-4
        // Given
        EntityState row = row("title", "Soy", "body", "old");
        // When
        Decision decision = decide(
                row,
                anOperation()
                        .set("title", "Oat")
                        .seeing("title", "Milk")
                        .set("body", "new")
                        .seeing("body", "old")
                        .upsert(),
                BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.CONFLICT);
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Soy"), "body", Json.of("new")));
        assertThat(decision.copies().getFirst().fields()).isEqualTo(Map.of("title", Json.of("Oat")));
    }

    @Test
    void changesNothing_whenTheValueIsAlreadyThere() { // MERGE-3
        // When
        Decision decision = decide(
                row("title", "Oat"),
                anOperation().set("title", "Oat").seeing("title", "Milk").upsert(),
                BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(decision.row()).isEmpty();
        assertThat(decision.copies()).isEmpty();
    }

    @Test
    void overwrites_whenTheFieldIsDeclaredLastWriter() { // MERGE-5
        // When
        Decision decision = decide(
                row("pinned", "no"),
                anOperation().set("pinned", "yes").seeing("pinned", "maybe").upsert(),
                BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.MERGED);
        assertThat(decision.reason()).contains(Reason.SERVER_ORDER);
        assertThat(fields(decision)).isEqualTo(Map.of("pinned", Json.of("yes")));
    }

    @Test
    void joinsTheCopy_whenTheChainGoesOn() { // MERGE-9
        // Given
        EntityState row = row("title", "Soy");
        EntityState copy = lostCopy(row, "Oat");
        // When
        Decision decision = decide(
                Optional.of(row),
                List.of(copy),
                anOperation()
                        .id(2)
                        .set("title", "Oat milk")
                        .seeing("title", "Oat")
                        .upsert(),
                BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.JOINED_COPY);
        assertThat(decision.row()).isEmpty();
        EntityState joined = decision.copies().getFirst();
        assertThat(joined.key()).isEqualTo(copy.key());
        assertThat(joined.fields()).isEqualTo(Map.of("title", Json.of("Oat milk")));
        assertThat(joined.conflict().orElseThrow().edited()).isFalse();
    }

    @Test
    void makesAnotherCopy_whenTheCopyHoldsAnotherValueThanWasSeen() { // MERGE-9
        // Given
        EntityState row = row("title", "Soy");
        EntityState copy = lostCopy(row, "Oat");
        // When
        Decision decision = decide(
                Optional.of(row),
                List.of(copy),
                anOperation().id(2).set("title", "Rice").seeing("title", "Milk").upsert(),
                BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.UNSEEN_VALUE);
        assertThat(decision.copies().getFirst().key()).isNotEqualTo(copy.key());
    }

    @Test
    void makesAnotherCopy_whenTheCopyWasEditedOrDeletedOrIsAnothersOwn() { // MERGE-9
        // Given
        EntityState row = row("title", "Soy");
        EntityState copy = lostCopy(row, "Oat");
        EntityState edited = decide(
                        copy,
                        anOperation()
                                .on(copy.key())
                                .set("body", "x")
                                .seeingAbsent("body")
                                .upsert(),
                        ALICE)
                .row()
                .orElseThrow();
        EntityState deleted = copy.asTombstone();
        Operation next = anOperation()
                .id(2)
                .set("title", "Oat milk")
                .seeing("title", "Oat")
                .upsert();
        // When, Then
        assertThat(edited.conflict().orElseThrow().edited()).isTrue();
        assertThat(decide(Optional.of(row), List.of(edited), next, BOB).reason())
                .contains(Reason.UNSEEN_VALUE);
        assertThat(decide(Optional.of(row), List.of(deleted), next, BOB).reason())
                .contains(Reason.UNSEEN_VALUE);
        assertThat(decide(Optional.of(row), List.of(copy), next, ALICE).reason())
                .contains(Reason.UNSEEN_VALUE);
    }

    @Test
    void writesTheRow_whenTheRowHoldsWhatWasSeenAndSoDoesACopy() { // MERGE-1 before MERGE-9
        // Given
        EntityState row = row("title", "Oat");
        EntityState copy = lostCopy(row("title", "Soy"), "Oat");
        // When
        Decision decision = decide(
                Optional.of(row),
                List.of(copy),
                anOperation().id(2).set("title", "Rice").seeing("title", "Oat").upsert(),
                BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Rice")));
    }

    @Test
    void deletes_whenEverythingWasSeen() { // MERGE-7
        // When
        Decision decision = decide(
                row("title", "Milk", "body", "two"),
                anOperation().seeing("title", "Milk").seeingHash("body", "two").delete(),
                BOB);
        // Then
        EntityState tombstone = decision.row().orElseThrow();
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(tombstone.deleted()).isTrue();
        assertThat(tombstone.version()).isEqualTo(2);
    }

    @Test
    void keepsTheRow_whenTheDeleteHadNotSeenAValue() { // MERGE-7
        // Given
        EntityState row = row("title", "Soy", "body", "two");
        // When
        Decision changed = decide(
                row, anOperation().seeing("title", "Milk").seeing("body", "two").delete(), BOB);
        Decision added = decide(row, anOperation().seeing("title", "Soy").delete(), BOB);
        // Then
        assertThat(List.of(changed, added)).allSatisfy(decision -> {
            assertThat(decision.status()).isEqualTo(Status.MERGED);
            assertThat(decision.reason()).contains(Reason.DELETE_SUPERSEDED);
            assertThat(decision.row()).isEmpty();
        });
    }

    @Test
    void appliesWithoutEffect_whenThereIsNothingToDelete() { // MERGE-7
        // Given
        Operation delete = anOperation().seeing("title", "Milk").delete();
        Decision nothing = Decision.applied(Optional.empty(), new TreeMap<>());
        // When, Then
        assertThat(decide(Optional.empty(), List.of(), delete, BOB)).isEqualTo(nothing);
        assertThat(decide(row("title", "Milk").asTombstone(), delete, BOB)).isEqualTo(nothing);
    }

    @Test
    void bringsTheRowBack_whenTheEditHadNotSeenTheDelete() { // MERGE-6
        // Given
        EntityState tombstone = row("title", "Milk", "body", "two").asTombstone();
        // When
        Decision decision = decide(
                tombstone,
                anOperation().set("title", "Bread").seeing("title", "Milk").upsert(),
                BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.UNDELETED);
        assertThat(decision.row().orElseThrow().deleted()).isFalse();
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Bread"), "body", Json.of("two")));
    }

    @Test
    void leavesTheRowDeleted_whenAllOfTheEditIsLost() { // MERGE-6
        // Given
        EntityState tombstone = row("title", "Soy").asTombstone();
        // When
        Decision decision = decide(
                tombstone,
                anOperation().set("title", "Oat").seeing("title", "Milk").upsert(),
                BOB);
        // Then
        assertThat(decision.row()).isEmpty();
        assertThat(decision.copies()).hasSize(1);
    }

    @Test
    void beginsAnew_whenTheAuthorSawNoEntityWhereOneWasDeleted() { // MERGE-6
        // Given
        EntityState tombstone = row("title", "Milk", "body", "two").asTombstone();
        // When
        Decision decision =
                decide(tombstone, anOperation().set("title", "Bread").upsert(), BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(decision.row().orElseThrow().version()).isEqualTo(3);
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Bread")));
    }

    @Test
    void copiesAll_whenARowWasSeenAndThereIsNone() { // MERGE-8
        // When
        Decision decision = decide(
                Optional.empty(),
                List.of(),
                anOperation()
                        .set("title", "Oat")
                        .seeing("title", "Milk")
                        .set("pinned", "y")
                        .seeingAbsent("pinned")
                        .upsert(),
                BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.ROW_MISSING);
        assertThat(decision.row()).isEmpty();
        assertThat(decision.copies().getFirst().fields().keySet()).containsExactly("pinned", "title");
    }

    @Test
    void joinsTheCopyOfAMissingRow_whenTheChainGoesOn() { // MERGE-8
        // Given
        EntityState copy = decide(
                        Optional.empty(),
                        List.of(),
                        anOperation()
                                .set("title", "Oat")
                                .seeing("title", "Milk")
                                .upsert(),
                        BOB)
                .copies()
                .getFirst();
        // When
        Decision decision = decide(
                Optional.empty(),
                List.of(copy),
                anOperation()
                        .id(2)
                        .set("title", "Oats")
                        .seeing("title", "Oat")
                        .set("body", "b")
                        .seeingAbsent("body")
                        .upsert(),
                BOB);
        // Then
        assertThat(decision.reason()).contains(Reason.JOINED_COPY);
        assertThat(decision.copies().getFirst().key()).isEqualTo(copy.key());
        assertThat(decision.copies().getFirst().fields())
                .isEqualTo(Map.of("title", Json.of("Oats"), "body", Json.of("b")));
    }

    @Test
    void comparesFieldVersions_whenABaseVersionIsSent() { // MERGE-1
        // Given: version 1 by Alice, the title changed by Alice in version 2
        EntityState row = row("title", "Milk", "body", "one")
                .changed(Map.of("title", FieldWrite.plain(Json.of("Soy"))), ALICE.name(), Optional.empty());
        // When
        Decision stale = decide(row, anOperation().base(1).set("title", "Oat").upsert(), BOB);
        Decision otherField =
                decide(row, anOperation().base(1).set("body", "two").upsert(), BOB);
        Decision own = decide(row, anOperation().base(1).set("title", "Oat").upsert(), ALICE);
        Decision current = decide(row, anOperation().base(2).set("title", "Oat").upsert(), BOB);
        // Then
        assertThat(stale.status()).isEqualTo(Status.CONFLICT);
        assertThat(otherField.status()).isEqualTo(Status.APPLIED);
        assertThat(own.status()).isEqualTo(Status.APPLIED);
        assertThat(current.status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void coversNothing_whenTheBaseVersionIsNotThereYet() { // MERGE-1
        // Given
        EntityState row = row("title", "Milk");
        // When
        Decision edit = decide(row, anOperation().base(2).set("title", "Oat").upsert(), BOB);
        Decision delete = decide(row, anOperation().base(2).delete(), BOB);
        // Then
        assertThat(edit.reason()).contains(Reason.UNSEEN_VALUE);
        assertThat(delete.reason()).contains(Reason.DELETE_SUPERSEDED);
    }

    @Test
    void countsNothingAsOwn_whenTheAuthorHasNoChain() { // MERGE-1: two clients of one account
        // Given
        Author account = new Author("demo:notes", "alice:", false);
        EntityState row = row("title", "Milk")
                .changed(Map.of("title", FieldWrite.plain(Json.of("Soy"))), account.name(), Optional.empty());
        // When
        Decision decision =
                decide(row, anOperation().base(1).set("title", "Oat").upsert(), account);
        // Then
        assertThat(decision.reason()).contains(Reason.UNSEEN_VALUE);
    }

    @Test
    void changesTheRowAsAWhole_whenThePreconditionHolds() { // MERGE-2
        // Given
        EntityState row = row("title", "Milk").at(5);
        // When
        Decision decision = decide(
                row, anOperation().ifMatch(row.tag(EPOCH)).set("title", "Oat").upsert(), BOB);
        // Then
        assertThat(decision.status()).isEqualTo(Status.APPLIED);
        assertThat(fields(decision)).isEqualTo(Map.of("title", Json.of("Oat")));
    }

    @Test
    void changesNothing_whenThePreconditionFails() { // MERGE-2
        // Given
        EntityState row = row("title", "Milk").at(5);
        EntityState gone = row.asTombstone();
        Decision failed = Decision.unchanged(Status.REJECTED, Reason.PRECONDITION_FAILED);
        // When, Then
        assertThat(decide(
                        row,
                        anOperation()
                                .ifMatch(new EntityTag(EPOCH, 5, 2))
                                .set("title", "x")
                                .upsert(),
                        BOB))
                .isEqualTo(failed);
        assertThat(decide(
                        row,
                        anOperation()
                                .ifMatch(new EntityTag("epoch-0", 5, 1))
                                .set("title", "x")
                                .upsert(),
                        BOB))
                .isEqualTo(failed);
        assertThat(decide(
                        row,
                        anOperation()
                                .ifMatch(new EntityTag(EPOCH, 4, 1))
                                .set("title", "x")
                                .upsert(),
                        BOB))
                .isEqualTo(failed);
        assertThat(decide(row, anOperation().ifMissing().set("title", "x").upsert(), BOB))
                .isEqualTo(failed);
        assertThat(decide(gone, anOperation().ifExists().set("title", "x").upsert(), BOB))
                .isEqualTo(failed);
        assertThat(decide(gone, anOperation().ifMatch(gone.tag(EPOCH)).delete(), BOB))
                .isEqualTo(failed);
    }

    private static EntityState lostCopy(EntityState row, String value) {
        return decide(
                        row,
                        anOperation()
                                .set("title", value)
                                .seeing("title", "Milk")
                                .upsert(),
                        BOB)
                .copies()
                .getFirst();
    }

    private static EntityState row(String... pairs) {
        TreeMap<String, FieldWrite> fields = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], FieldWrite.plain(Json.of(pairs[i + 1])));
        }
        return EntityState.begin(NOTE, fields, ALICE.name(), Optional.empty());
    }

    private static Map<String, Json> fields(Decision decision) {
        return decision.row().orElseThrow().fields();
    }

    private static Decision decide(EntityState row, Operation operation, Author author) {
        return decide(Optional.of(row), List.of(), operation, author);
    }

    private static Decision decide(
            Optional<EntityState> row, List<EntityState> copies, Operation operation, Author author) {
        return Merge.decide(row, copies, operation, author, TYPE, EPOCH);
    }
}
