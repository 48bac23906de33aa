package io.tidemark.merge.batch;

import static io.tidemark.merge.OperationFixture.NOTE;
import static io.tidemark.merge.OperationFixture.anOperation;
import static io.tidemark.merge.OperationFixture.transaction;
import static io.tidemark.merge.batch.BatchFixture.SCOPE;
import static io.tidemark.merge.batch.BatchFixture.aServer;
import static io.tidemark.merge.batch.BatchFixture.arrival;
import static io.tidemark.merge.batch.BatchFixture.outcome;
import static io.tidemark.merge.batch.BatchFixture.sentBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** TX-1 to TX-4, MERGE-21 and MERGE-22: the operations of a transaction share their fate. */
class TransactionTest {
    private static final EntityKey OTHER = new EntityKey("note", "n2");
    private static final EntityKey NEW = new EntityKey("note", "n3");
    private static final Operation MILK =
            anOperation().id(1).set("title", "Milk").upsert();
    private static final Operation TEA =
            anOperation().id(2).on(OTHER).set("title", "Tea").upsert();

    private final MemoryStore server = aServer();

    @Test
    void appliesAllAndEachSeesTheOneBefore_whenEachHolds() { // TX-1
        // Given
        Operation first = anOperation().id(3).set("title", "a").part(9, 1, 3).upsert();
        Operation second = anOperation()
                .id(4)
                .set("title", "b")
                .seeing("title", "a")
                .part(9, 2, 3)
                .upsert();
        Operation third =
                anOperation().id(5).on(OTHER).set("title", "c").part(9, 3, 3).upsert();
        // When
        List<OperationResult> results = send(1, first, second, third);
        // Then
        assertThat(results)
                .allSatisfy(result -> assertThat(outcome(result).status()).isEqualTo(Status.APPLIED));
        assertThat(title(NOTE)).isEqualTo(Json.of("b"));
        assertThat(title(OTHER)).isEqualTo(Json.of("c"));
        assertThat(server.rows().get(new RowKey(SCOPE, NOTE)).version()).isEqualTo(2);
        assertThat(server.log())
                .allSatisfy(entry -> assertThat(entry.transaction()).contains(transaction(9)));
    }

    @Test
    void writesNothingAndKeepsEveryValueInACopy_whenOneOfThemHadNotSeenTheRow() { // TX-1, TX-3, MERGE-21
        // Given
        send(1, MILK, TEA);
        // When
        List<OperationResult> results = send(
                3,
                anOperation()
                        .id(3)
                        .set("title", "mine")
                        .seeing("title", "Milk")
                        .part(9, 1, 2)
                        .upsert(),
                anOperation()
                        .id(4)
                        .on(OTHER)
                        .set("title", "mine, too")
                        .seeing("title", "Coffee")
                        .part(9, 2, 2)
                        .upsert());
        // Then
        assertThat(title(NOTE)).isEqualTo(Json.of("Milk"));
        assertThat(title(OTHER)).isEqualTo(Json.of("Tea"));
        assertThat(results).allSatisfy(result -> {
            assertThat(outcome(result).status()).isEqualTo(Status.CONFLICT);
            assertThat(outcome(result).reason()).contains(Reason.TRANSACTION_CONFLICT);
        });
        EntityState copy = copyOf(results.get(0));
        ConflictOrigin origin = copy.conflict().orElseThrow();
        assertThat(copy.fields()).isEqualTo(Map.of("title", Json.of("mine")));
        assertThat(origin.transaction()).contains(transaction(9));
        assertThat(origin.seen()).isEqualTo(Map.of("title", new SeenValue.Value(Json.of("Milk"))));
        assertThat(origin.theirs()).isEqualTo(Map.of("title", Json.of("Milk")));
        assertThat(copyOf(results.get(1)).fields()).isEqualTo(Map.of("title", Json.of("mine, too")));
    }

    @Test
    void doesNotDeleteOrCount_whenAnotherOperationDoesNotHold() { // TX-3
        // Given
        send(1, MILK, TEA);
        // When
        List<OperationResult> results = send(
                3,
                anOperation().id(3).seeing("title", "Milk").part(9, 1, 3).delete(),
                anOperation()
                        .id(4)
                        .increment("likes", 3)
                        .base(1)
                        .on(OTHER)
                        .part(9, 2, 3)
                        .upsert(),
                anOperation()
                        .id(5)
                        .on(OTHER)
                        .set("title", "x")
                        .seeing("title", "Coffee")
                        .part(9, 3, 3)
                        .upsert());
        // Then
        assertThat(title(NOTE)).isEqualTo(Json.of("Milk"));
        assertThat(server.rows().get(new RowKey(SCOPE, OTHER)).fields()).containsOnlyKeys("title");
        assertThat(outcome(results.get(0))).isEqualTo(Outcome.rejected(Reason.TRANSACTION_CONFLICT));
        assertThat(outcome(results.get(1)).status()).isEqualTo(Status.REJECTED);
        assertThat(outcome(results.get(2)).status()).isEqualTo(Status.CONFLICT);
    }

    @Test
    void holdsNothing_whenADeleteOfItWouldBeSuperseded() { // TX-1
        // Given
        send(1, MILK);
        // When
        List<OperationResult> results = send(
                2,
                anOperation().id(3).on(NEW).set("title", "new").part(9, 1, 2).upsert(),
                anOperation().id(4).seeing("title", "Water").part(9, 2, 2).delete());
        // Then
        assertThat(server.rows()).doesNotContainKey(new RowKey(SCOPE, NEW));
        assertThat(outcome(results.get(1)).reason()).contains(Reason.TRANSACTION_CONFLICT);
    }

    @Test
    void keepsOneCopyOfAnEntity_whenTheTransactionTouchedItTwice() { // MERGE-21
        // Given
        send(1, MILK, TEA);
        // When
        List<OperationResult> results = send(
                3,
                anOperation().id(3).on(NEW).set("title", "new").part(9, 1, 3).upsert(),
                anOperation()
                        .id(4)
                        .on(NEW)
                        .set("title", "newer")
                        .seeing("title", "new")
                        .set("body", "b")
                        .seeingAbsent("body")
                        .part(9, 2, 3)
                        .upsert(),
                anOperation()
                        .id(5)
                        .set("title", "x")
                        .seeing("title", "Water")
                        .part(9, 3, 3)
                        .upsert());
        // Then
        assertThat(outcome(results.get(1)).conflictCopies())
                .isEqualTo(outcome(results.get(0)).conflictCopies());
        assertThat(copyOf(results.get(0)).fields()).isEqualTo(Map.of("title", Json.of("newer"), "body", Json.of("b")));
    }

    @Test
    void keepsWhatWasToBeAdded_whenItGoesWithFields() { // MERGE-21
        // Given
        send(
                1,
                MILK,
                anOperation().id(2).set("title", "Milk").putIn("tags", "old").upsert());
        // When
        List<OperationResult> results = send(
                3,
                anOperation()
                        .id(3)
                        .set("title", "mine")
                        .seeing("title", "Water")
                        .putIn("tags", "a", "b")
                        .increment("likes", 3)
                        .part(9, 1, 3)
                        .upsert(),
                anOperation()
                        .id(4)
                        .set("body", "b")
                        .seeingAbsent("body")
                        .takeOut("tags", 1, "a")
                        .increment("likes", 2)
                        .part(9, 2, 3)
                        .upsert(),
                anOperation()
                        .id(5)
                        .set("title", "ours")
                        .seeing("title", "mine")
                        .putIn("tags", "c")
                        .part(9, 3, 3)
                        .upsert());
        // Then
        EntityState copy = copyOf(results.get(0));
        assertThat(copy.fields())
                .isEqualTo(Map.of(
                        "title", Json.of("ours"),
                        "body", Json.of("b"),
                        "tags", Json.strings(List.of("b", "c")),
                        "likes", Json.of(5)));
        assertThat(copy.conflict().orElseThrow().theirs()).containsEntry("tags", Json.strings(List.of("old")));
        assertThat(server.rows().get(new RowKey(SCOPE, NOTE)).fields())
                .isEqualTo(Map.of("title", Json.of("Milk"), "tags", Json.strings(List.of("old"))));
    }

    @Test
    void joinsTheCopy_whenALaterEditGoesOnFromAnEntityThatStandsOnlyThere() { // MERGE-9, MERGE-21
        // Given
        send(1, MILK);
        List<OperationResult> results = send(
                2,
                anOperation().id(3).on(NEW).set("title", "new").part(9, 1, 2).upsert(),
                anOperation()
                        .id(4)
                        .set("title", "x")
                        .seeing("title", "Water")
                        .part(9, 2, 2)
                        .upsert());
        // When
        OperationResult later = send(
                        4,
                        anOperation()
                                .id(5)
                                .on(NEW)
                                .set("title", "later")
                                .seeing("title", "new")
                                .upsert())
                .getFirst();
        // Then
        assertThat(outcome(later).reason()).contains(Reason.JOINED_COPY);
        assertThat(copyOf(results.get(0)).fields()).isEqualTo(Map.of("title", Json.of("later")));
        assertThat(server.rows()).doesNotContainKey(new RowKey(SCOPE, NEW));
    }

    @Test
    void resolvesACopy_whenTheFieldsAreWrittenAndTheCopyIsDeletedInOne() { // TX-1
        // Given
        send(1, MILK);
        OperationResult lost = server.merge(List.of(sentBy(
                        "bob",
                        "tablet",
                        anOperation()
                                .id(20)
                                .set("title", "Oat")
                                .seeing("title", "Water")
                                .upsert(),
                        1,
                        0)))
                .getFirst();
        EntityKey copy = outcome(lost).conflictCopies().getFirst();
        // When
        List<OperationResult> results = server.merge(List.of(
                sentBy(
                        "bob",
                        "tablet",
                        anOperation()
                                .id(21)
                                .set("title", "Oat")
                                .seeing("title", "Milk")
                                .part(9, 1, 2)
                                .upsert(),
                        2,
                        1),
                sentBy(
                        "bob",
                        "tablet",
                        anOperation()
                                .id(22)
                                .on(copy)
                                .seeing("title", "Oat")
                                .part(9, 2, 2)
                                .delete(),
                        3,
                        2)));
        // Then
        assertThat(results)
                .allSatisfy(result -> assertThat(outcome(result).status()).isEqualTo(Status.APPLIED));
        assertThat(title(NOTE)).isEqualTo(Json.of("Oat"));
        assertThat(server.rows().get(new RowKey(SCOPE, copy)).deleted()).isTrue();
    }

    @Test
    void refusesTheOthers_whenOneOfThemIsRefused() { // TX-2
        // Given
        Operation sound = anOperation().id(3).set("title", "a").part(9, 1, 2).upsert();
        Operation bad = anOperation().id(4).set("title", "b").part(9, 2, 2).upsert();
        // When
        List<OperationResult> results =
                server.merge(List.of(arrival(sound, 1, 0), arrival(bad, 2, 1).refused(Reason.UNKNOWN_FIELD)));
        // Then
        assertThat(outcome(results.get(0)).reason()).contains(Reason.TRANSACTION_REFUSED);
        assertThat(outcome(results.get(1)).reason()).contains(Reason.UNKNOWN_FIELD);
        assertThat(server.rows()).isEmpty();
        assertThat(server.log()).hasSize(2);
    }

    @Test
    void answersTheStoredOutcomes_whenTheTransactionComesAgain() { // TX-4, ADMIT-1
        // Given
        Operation first = anOperation().id(3).set("title", "a").part(9, 1, 2).upsert();
        Operation second =
                anOperation().id(4).on(OTHER).set("title", "b").part(9, 2, 2).upsert();
        List<OperationResult> once = send(1, first, second);
        // When
        List<OperationResult> again = send(1, first, second);
        // Then
        assertThat(again)
                .extracting(OperationResult::verdict)
                .containsExactly(
                        new Verdict.Final(outcome(once.get(0)), true), new Verdict.Final(outcome(once.get(1)), true));
        assertThat(server.rows().get(new RowKey(SCOPE, NOTE)).version()).isEqualTo(1);
    }

    @Test
    void decidesNothing_whenAnOperationBeforeItIsMissing() { // TX-4, ADMIT-4
        // Given
        Operation first = anOperation().id(3).set("title", "a").part(9, 1, 2).upsert();
        Operation second = anOperation().id(4).set("title", "b").part(9, 2, 2).upsert();
        // When
        List<OperationResult> results = server.merge(List.of(arrival(first, 6, 5), arrival(second, 7, 6)));
        // Then
        assertThat(results)
                .extracting(OperationResult::verdict)
                .containsExactly(new Verdict.OutOfOrder(0), new Verdict.OutOfOrder(0));
        assertThat(server.log()).isEmpty();
        assertThat(server.rows()).isEmpty();
    }

    @Test
    void refusesTheRest_whenOneOfItsIdsIsTaken() { // TX-4, ADMIT-2
        // Given
        send(1, MILK);
        Operation taken =
                anOperation().id(1).set("title", "other").part(9, 1, 2).upsert();
        Operation rest =
                anOperation().id(4).on(OTHER).set("title", "b").part(9, 2, 2).upsert();
        // When
        List<OperationResult> results = send(2, taken, rest);
        // Then
        assertThat(outcome(results.get(0)).reason()).contains(Reason.ID_REUSED);
        assertThat(outcome(results.get(1)).reason()).contains(Reason.TRANSACTION_REFUSED);
        assertThat(server.rows()).containsOnlyKeys(new RowKey(SCOPE, NOTE));
    }

    @Test
    void keepsAllOfItWaiting_whenOneOfItsIdsIsTakenAndAnOperationBeforeItIsMissing() { // TX-4
        // Given
        send(1, MILK);
        Operation taken =
                anOperation().id(1).set("title", "other").part(9, 1, 2).upsert();
        Operation rest =
                anOperation().id(4).on(OTHER).set("title", "b").part(9, 2, 2).upsert();
        // When
        List<OperationResult> results = server.merge(List.of(arrival(taken, 6, 5), arrival(rest, 7, 6)));
        // Then: a device that had lost one of them could never send the rest
        assertThat(results)
                .extracting(OperationResult::verdict)
                .containsExactly(new Verdict.OutOfOrder(1), new Verdict.OutOfOrder(1));
    }

    @Test
    void rejectsAnEditWithTheReasonOfItsCreation_whenThatWasRejected() { // MERGE-22
        // Given
        Arrival creation = arrival(MILK, 1, 0).refused(Reason.INVALID_FIELD);
        Arrival edit = arrival(
                anOperation().id(2).set("title", "b").seeing("title", "Milk").upsert(), 2, 1);
        Arrival next = arrival(
                anOperation().id(3).set("title", "c").seeing("title", "b").upsert(), 3, 2);
        // When
        OperationResult inTheSameBatch = server.merge(List.of(creation, edit)).getLast();
        OperationResult inAnother = server.merge(List.of(next)).getFirst();
        // Then
        assertThat(outcome(inTheSameBatch)).isEqualTo(Outcome.rejected(Reason.INVALID_FIELD));
        assertThat(outcome(inAnother)).isEqualTo(Outcome.rejected(Reason.INVALID_FIELD));
        assertThat(server.rows()).isEmpty();
    }

    @Test
    void makesNoFragment_whenATransactionGoesOnFromARejectedCreation() { // MERGE-22, TX-3
        // Given
        send(1, MILK);
        server.merge(List.of(arrival(TEA, 2, 1).refused(Reason.INVALID_FIELD)));
        // When
        List<OperationResult> results = send(
                3,
                anOperation()
                        .id(4)
                        .on(OTHER)
                        .set("title", "b")
                        .seeing("title", "Tea")
                        .part(9, 1, 2)
                        .upsert(),
                anOperation()
                        .id(5)
                        .set("title", "Rye")
                        .seeing("title", "Milk")
                        .part(9, 2, 2)
                        .upsert());
        // Then
        assertThat(outcome(results.get(0))).isEqualTo(Outcome.rejected(Reason.INVALID_FIELD));
        assertThat(outcome(results.get(1)).reason()).contains(Reason.TRANSACTION_CONFLICT);
        assertThat(title(NOTE)).isEqualTo(Json.of("Milk"));
        assertThat(server.rows()).hasSize(2); // the row, and the copy of what was to be its title
    }

    @Test
    void keepsAnothersEditInACopy_whenTheRowIsMissingForAnotherReason() { // MERGE-8, MERGE-22
        // Given
        server.merge(List.of(arrival(MILK, 1, 0).refused(Reason.INVALID_FIELD)));
        // When
        OperationResult bobs = server.merge(List.of(sentBy(
                        "bob",
                        "tablet",
                        anOperation()
                                .id(20)
                                .set("title", "b")
                                .seeing("title", "Milk")
                                .upsert(),
                        1,
                        0)))
                .getFirst();
        // Then
        assertThat(outcome(bobs).reason()).contains(Reason.ROW_MISSING);
    }

    /** From alice's phone, in places from that sequence on. */
    private List<OperationResult> send(long sequence, Operation... operations) {
        List<Arrival> arrivals = new ArrayList<>();
        long next = sequence;
        for (Operation operation : operations) {
            arrivals.add(arrival(operation, next, next - 1));
            next++;
        }
        return server.merge(arrivals);
    }

    private Json title(EntityKey entity) {
        return server.rows().get(new RowKey(SCOPE, entity)).fields().get("title");
    }

    private EntityState copyOf(OperationResult result) {
        return server.rows()
                .get(new RowKey(SCOPE, outcome(result).conflictCopies().getFirst()));
    }
}
