package io.tidemark.merge.batch;

import static io.tidemark.merge.OperationFixture.NOTE;
import static io.tidemark.merge.OperationFixture.anOperation;
import static io.tidemark.merge.batch.BatchFixture.SCOPE;
import static io.tidemark.merge.batch.BatchFixture.aServer;
import static io.tidemark.merge.batch.BatchFixture.arrival;
import static io.tidemark.merge.batch.BatchFixture.marker;
import static io.tidemark.merge.batch.BatchFixture.outcome;
import static io.tidemark.merge.batch.BatchFixture.sentBy;
import static io.tidemark.merge.batch.BatchFixture.unlinked;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** ADMIT-1 to ADMIT-8 in their effect on a device's chain, and BATCH-2 to BATCH-4. */
class BatchMergeTest {
    private static final Operation CREATE =
            anOperation().id(1).set("title", "Milk").upsert();
    private static final Operation EDIT =
            anOperation().id(2).set("title", "Bread").seeing("title", "Milk").upsert();
    private static final Operation AGAIN =
            anOperation().id(3).set("title", "Rye").seeing("title", "Bread").upsert();
    private static final RowKey ROW = new RowKey(SCOPE, NOTE);
    private static final DeviceKey PHONE = new DeviceKey(SCOPE, "alice", "phone");

    private final MemoryStore server = aServer();

    @Test
    void takesNothingForSeen_whenItWasReadBeforeThatEntityWasPurged() { // MERGE-24
        // Given: what was read stood in version 3; under its id stands what somebody else made since
        server.merge(List.of(
                arrival(anOperation().id(1).set("title", "Milk").upsert(), 1, 0),
                arrival(anOperation().id(2).base(1).set("title", "Soy").upsert(), 2, 1),
                arrival(anOperation().id(3).base(2).set("title", "Oat").upsert(), 3, 2),
                arrival(anOperation().id(4).base(3).delete(), 4, 3)));
        server.dropTombstones();
        Operation anew =
                anOperation().id(5).set("title", "Bread").putIn("tags", "new").upsert();
        OperationResult made =
                server.merge(List.of(sentBy("bob", "tablet", anew, 1, 0))).getFirst();
        // When
        List<OperationResult> results = server.merge(List.of(
                arrival(anOperation().id(6).base(3).set("title", "Rye").upsert(), 5, 4),
                arrival(anOperation().id(7).base(3).takeOut("tags", 3, "new").upsert(), 6, 5),
                arrival(anOperation().id(8).base(3).delete(), 7, 6)));
        // Then
        assertThat(outcome(made).version()).hasValue(5);
        assertThat(results)
                .extracting(result -> outcome(result).reason().orElseThrow())
                .containsExactly(Reason.UNSEEN_VALUE, Reason.ADD_WINS, Reason.DELETE_SUPERSEDED);
        assertThat(server.rows().get(new RowKey(SCOPE, NOTE)).fields())
                .isEqualTo(Map.of("title", Json.of("Bread"), "tags", Json.strings(List.of("new"))));
        assertThat(outcome(results.getFirst()).conflictCopies()).allSatisfy(copy -> assertThat(
                        server.rows().get(new RowKey(SCOPE, copy)).version())
                .isEqualTo(5));
    }

    @Test
    void writesTheEntityOnceAtOnePosition_whenABatchTouchesItOften() { // BATCH-2, BATCH-4
        // When
        List<OperationResult> results =
                server.merge(List.of(arrival(CREATE, 1, 0), arrival(EDIT, 2, 1), arrival(AGAIN, 3, 2)));
        // Then
        EntityState row = server.rows().get(ROW);
        assertThat(row.version()).isEqualTo(3);
        assertThat(row.position()).isEqualTo(1);
        assertThat(row.incarnation()).isEqualTo(1);
        assertThat(server.head(SCOPE)).isEqualTo(1);
        assertThat(results).allSatisfy(result -> {
            assertThat(outcome(result).status()).isEqualTo(Status.APPLIED);
            assertThat(outcome(result).position()).hasValue(1);
        });
        assertThat(results)
                .extracting(result -> outcome(result).version().getAsLong())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void givesPositionsInTheOrderOfTheLastTouch_whenABatchChangesSeveralEntities() { // BATCH-3
        // Given
        EntityKey other = new EntityKey("note", "n2");
        // When
        server.merge(List.of(
                arrival(CREATE, 1, 0),
                arrival(anOperation().id(5).on(other).set("title", "x").upsert(), 2, 1),
                arrival(EDIT, 3, 2)));
        // Then
        assertThat(server.rows().get(new RowKey(SCOPE, other)).position()).isEqualTo(1);
        assertThat(server.rows().get(ROW).position()).isEqualTo(2);
    }

    @Test
    void answersTheStoredOutcome_whenAnOperationComesAgain() { // ADMIT-1
        // Given
        OperationResult first = server.merge(List.of(arrival(CREATE, 1, 0))).getFirst();
        // When
        OperationResult second = server.merge(List.of(arrival(CREATE, 1, 0))).getFirst();
        // Then
        assertThat(second.verdict()).isEqualTo(new Verdict.Final(outcome(first), true));
        assertThat(server.rows().get(ROW).version()).isEqualTo(1);
        assertThat(server.head(SCOPE)).isEqualTo(1);
    }

    @Test
    void answersTheStoredOutcome_whenAnOperationComesTwiceInOneBatch() { // ADMIT-1
        // When
        List<OperationResult> results = server.merge(List.of(arrival(CREATE, 1, 0), arrival(CREATE, 1, 0)));
        // Then
        assertThat(results.get(1).verdict()).isEqualTo(new Verdict.Final(outcome(results.get(0)), true));
        assertThat(server.rows().get(ROW).version()).isEqualTo(1);
    }

    @Test
    void leavesTheCopyAsItIs_whenTheLogHasDroppedTheRequestThatMadeIt() { // IDEM-13
        // Given
        Operation unseen = anOperation()
                .id(7)
                .set("title", "mine")
                .seeing("title", "Water")
                .upsert();
        EntityKey copy = unlinked(unseen).author().copyOf(NOTE, unseen.id());
        server.merge(List.of(arrival(CREATE, 1, 0), unlinked(unseen)));
        server.merge(List.of(arrival(
                anOperation()
                        .id(8)
                        .on(copy)
                        .set("title", "better")
                        .seeing("title", "mine")
                        .upsert(),
                2,
                1)));
        server.dropLog();
        // When
        OperationResult again = server.merge(List.of(unlinked(unseen))).getFirst();
        // Then
        assertThat(outcome(again).status()).isEqualTo(Status.CONFLICT);
        assertThat(outcome(again).conflictCopies()).containsExactly(copy);
        assertThat(server.rows().get(new RowKey(SCOPE, copy)).fields()).isEqualTo(Map.of("title", Json.of("better")));
        assertThat(server.rows().get(new RowKey(SCOPE, copy)).version()).isEqualTo(2);
    }

    @Test
    void goesOnBehindAReusedId_whenItTookItsPlaceInTheChain() { // ADMIT-2, ADMIT-3
        // Given
        server.merge(List.of(arrival(CREATE, 1, 0)));
        Operation reused = anOperation().id(1).set("title", "other").upsert();
        // When
        List<OperationResult> results = server.merge(List.of(arrival(reused, 2, 1), arrival(EDIT, 3, 2)));
        // Then
        assertThat(outcome(results.get(0)).reason()).contains(Reason.ID_REUSED);
        assertThat(outcome(results.get(1)).status()).isEqualTo(Status.APPLIED);
        assertThat(server.rows().get(ROW).fields()).isEqualTo(Map.of("title", Json.of("Bread")));
    }

    @Test
    void movesTheNewDevicesMark_whenAForkedDeviceSendsItsOperationsAgain() { // ADMIT-3
        // Given
        server.merge(List.of(arrival(CREATE, 1, 0)));
        // When
        List<OperationResult> results =
                server.merge(List.of(sentBy("alice", "phone-2", CREATE, 1, 0), sentBy("alice", "phone-2", EDIT, 2, 1)));
        // Then
        assertThat(results.get(0).verdict())
                .isInstanceOfSatisfying(
                        Verdict.Final.class, said -> assertThat(said.replayed()).isTrue());
        assertThat(outcome(results.get(1)).status()).isEqualTo(Status.APPLIED);
        assertThat(server.mark(new DeviceKey(SCOPE, "alice", "phone-2")).sequence())
                .isEqualTo(2);
    }

    @Test
    void waitsForWhatIsMissing_whenTheChainHasAHole() { // ADMIT-4
        // When
        List<OperationResult> results = server.merge(List.of(arrival(EDIT, 2, 1)));
        // Then
        assertThat(results.getFirst().verdict()).isEqualTo(new Verdict.OutOfOrder(0));
        assertThat(server.log()).isEmpty();
        assertThat(server.marks()).doesNotContainKey(PHONE);
    }

    @Test
    void saysExpired_whenTheLogHasDroppedWhatWasDecided() { // ADMIT-5
        // Given
        server.merge(List.of(arrival(CREATE, 1, 0)));
        server.dropLog();
        server.merge(List.of(arrival(EDIT, 2, 1)));
        // When
        List<OperationResult> results = server.merge(List.of(arrival(CREATE, 1, 0)));
        // Then
        assertThat(outcome(results.getFirst()).reason()).contains(Reason.EXPIRED);
        assertThat(server.log()).hasSize(1);
        assertThat(server.mark(PHONE).sequence()).isEqualTo(2);
    }

    @Test
    void namesTheFork_whenTheSequenceBelongsToAnotherOperation() { // ADMIT-6
        // Given
        server.merge(List.of(arrival(CREATE, 1, 0)));
        // When
        List<OperationResult> results = server.merge(List.of(arrival(EDIT, 1, 0)));
        // Then
        assertThat(results.getFirst().verdict()).isEqualTo(new Verdict.DeviceForked());
        assertThat(server.log()).hasSize(1);
    }

    @Test
    void rejectsAndGoesOn_whenTheSubjectIsNoMemberAnyMore() { // ADMIT-7
        // Given
        server.revoke(new MemberKey(SCOPE, "alice"));
        // When
        List<OperationResult> results = server.merge(List.of(arrival(CREATE, 1, 0)));
        // Then
        assertThat(outcome(results.getFirst()).reason()).contains(Reason.NOT_A_MEMBER);
        assertThat(server.rows()).isEmpty();
        assertThat(server.mark(PHONE).sequence()).isEqualTo(1);
    }

    @Test
    void closesTheChainOverARefusal_whenItsMarkerArrives() { // ADMIT-8
        // When
        List<OperationResult> results =
                server.merge(List.of(marker(AGAIN, Reason.UNKNOWN_FIELD, 1, 0), arrival(CREATE, 2, 1)));
        // Then
        assertThat(outcome(results.get(0)).reason()).contains(Reason.UNKNOWN_FIELD);
        assertThat(outcome(results.get(1)).status()).isEqualTo(Status.APPLIED);
    }

    @Test
    void decidesByTheLogAlone_whenARequestHasNoChain() {
        // When
        List<OperationResult> results = server.merge(List.of(unlinked(CREATE), unlinked(CREATE)));
        // Then
        assertThat(outcome(results.get(0)).status()).isEqualTo(Status.APPLIED);
        assertThat(results.get(1).verdict()).isEqualTo(new Verdict.Final(outcome(results.get(0)), true));
        assertThat(server.marks()).isEmpty();
    }

    @Test
    void keepsMarksApart_whenTwoSubjectsNameTheirDevicesAlike() {
        // When
        List<OperationResult> results = server.merge(List.of(
                sentBy("alice", "phone", CREATE, 1, 0),
                sentBy(
                        "bob",
                        "phone",
                        anOperation()
                                .id(9)
                                .on(new EntityKey("note", "b"))
                                .set("title", "b")
                                .upsert(),
                        1,
                        0)));
        // Then
        assertThat(results)
                .allSatisfy(result -> assertThat(outcome(result).status()).isEqualTo(Status.APPLIED));
    }

    @Test
    void takesNobodysEditForTheirOwn_whenTwoSubjectsNameTheirDevicesAlike() { // MERGE-1
        // Given
        server.merge(List.of(arrival(CREATE, 1, 0)));
        // When
        Operation blind = anOperation().id(9).base(1).set("title", "Oat").upsert();
        server.merge(List.of(arrival(EDIT, 2, 1)));
        List<OperationResult> results = server.merge(List.of(sentBy("bob", "phone", blind, 1, 0)));
        // Then
        assertThat(outcome(results.getFirst()).reason()).contains(Reason.UNSEEN_VALUE);
    }

    @Test
    void joinsTheCopyOfTheSameBatch_whenAChainLosesTwice() { // MERGE-9
        // Given
        server.merge(List.of(arrival(CREATE, 1, 0), arrival(EDIT, 2, 1)));
        Operation lost =
                anOperation().id(11).set("title", "Oat").seeing("title", "Milk").upsert();
        Operation next =
                anOperation().id(12).set("title", "Oats").seeing("title", "Oat").upsert();
        // When
        List<OperationResult> results =
                server.merge(List.of(sentBy("bob", "tablet", lost, 1, 0), sentBy("bob", "tablet", next, 2, 1)));
        // Then
        assertThat(outcome(results.get(1)).reason()).contains(Reason.JOINED_COPY);
        assertThat(outcome(results.get(1)).conflictCopies())
                .isEqualTo(outcome(results.get(0)).conflictCopies());
        EntityKey copy = outcome(results.get(0)).conflictCopies().getFirst();
        assertThat(server.rows().get(new RowKey(SCOPE, copy)).fields()).isEqualTo(Map.of("title", Json.of("Oats")));
    }
}
