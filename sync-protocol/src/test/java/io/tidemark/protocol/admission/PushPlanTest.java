package io.tidemark.protocol.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PushPlanTest {
    private static final Outcome APPLIED =
            new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(1), OptionalLong.of(7), List.of());

    private final Map<OperationId, LoggedOperation> log = new HashMap<>();

    @Test
    void enqueuesInOrder_whenNothingIsKnown() {
        // Given
        Submission first = operation(1);
        Submission second = operation(2);
        // When
        PushPlan plan = PushPlan.of(List.of(first, second), view(0, 0));
        // Then
        assertThat(plan.enqueued()).containsExactly(first, second);
        assertThat(verdicts(plan)).containsOnly(new Verdict.Pending());
        assertThat(plan.awaited()).containsExactly(first.id(), second.id());
    }

    @Test
    void answersTheStoredOutcome_whenTheSamePayloadIsInTheLog() {
        // Given
        Submission known = logged(operation(1));
        // When
        PushPlan plan = PushPlan.of(List.of(known), view(1, 0));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.Final(APPLIED, true));
        assertThat(plan.enqueued()).isEmpty();
    }

    @Test
    void enqueuesWhatIsBehind_whenAnOperationBeforeItGoesToTheMerge() {
        // Given: 1 is known, 2 is not, and 3 is known under an earlier envelope
        Submission first = logged(operation(1));
        Submission second = operation(2);
        Submission third = logged(operation(3));
        // When
        PushPlan plan = PushPlan.of(List.of(first, second, third), view(1, 0));
        // Then
        assertThat(plan.enqueued()).containsExactly(second, third);
        assertThat(verdicts(plan))
                .containsExactly(
                        new Verdict.Final(APPLIED, true), new Verdict.Pending(), new Verdict.Final(APPLIED, true));
    }

    @Test
    void answersAndEnqueues_whenAKnownOperationComesInANewEnvelope() {
        // Given: the device has forked; its new mark has to move over what the log already knows
        Submission known = logged(operation(1));
        // When
        PushPlan plan = PushPlan.of(List.of(known), view(0, 0));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.Final(APPLIED, true));
        assertThat(plan.enqueued()).containsExactly(known);
        assertThat(plan.awaited()).isEmpty();
    }

    @Test
    void asksTheMerge_whenAnIdComesWithAnotherPayload() {
        // Given
        Submission first = logged(operation(1));
        Submission reused = operation(first.id(), 2, "another payload");
        // When
        PushPlan plan = PushPlan.of(List.of(reused), view(1, 0));
        // Then
        assertThat(plan.enqueued()).containsExactly(reused);
        assertThat(verdicts(plan)).containsExactly(new Verdict.Pending());
    }

    @Test
    void rejectsTheReuse_whenTheMergeHasPassedIt() {
        // Given
        Submission first = logged(operation(1));
        Submission reused = operation(first.id(), 2, "another payload");
        // When
        PushPlan plan = PushPlan.of(List.of(reused), view(2, 0));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.Final(Outcome.rejected(Reason.ID_REUSED), true));
        assertThat(plan.enqueued()).isEmpty();
    }

    @Test
    void saysForked_whenTheSequenceWasDecidedForAnotherOperation() {
        // Given
        Submission stranger = operation(5);
        // When
        PushPlan plan = PushPlan.of(List.of(stranger), view(5, 4));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.DeviceForked());
        assertThat(plan.enqueued()).isEmpty();
    }

    /** Found by the simulation: what stood behind the fork was merged before what the device had to send again. */
    @Test
    void enqueuesNothingBehindAFork_whenOnlyTheFirstSequencesAreTaken() {
        // Given
        Submission taken = operation(5);
        Submission behind = operation(6);
        // When
        PushPlan plan = PushPlan.of(List.of(taken, behind), view(5, 4));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.DeviceForked(), new Verdict.DeviceForked());
        assertThat(plan.enqueued()).isEmpty();
    }

    @Test
    void saysExpired_whenTheLogHasDroppedWhatWasDecided() {
        // Given
        Submission old = operation(4);
        // When
        PushPlan plan = PushPlan.of(List.of(old), view(5, 4));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.Final(Outcome.rejected(Reason.EXPIRED), true));
    }

    @Test
    void defersTheRest_whenASchemaIsTooNew() {
        // Given
        Submission first = operation(1);
        Submission tooNew = new Submission.Deferred(id(), fingerprint("2"), envelope(2), Optional.empty());
        Submission third = operation(3);
        // When
        PushPlan plan = PushPlan.of(List.of(first, tooNew, third), view(0, 0));
        // Then: enqueueing the third would leave a hole in the chain
        assertThat(plan.enqueued()).containsExactly(first);
        assertThat(verdicts(plan))
                .containsExactly(new Verdict.Pending(), new Verdict.Deferred(), new Verdict.Deferred());
        assertThat(plan.awaited()).containsExactly(first.id());
    }

    @Test
    void answersTheStoredOutcome_whenANewerServiceHasDecidedWhatIsTooNewHere() {
        // Given
        Submission known = logged(new Submission.Deferred(id(), fingerprint("1"), envelope(1), Optional.empty()));
        Submission behind = operation(2);
        // When
        PushPlan plan = PushPlan.of(List.of(known, behind), view(1, 0));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.Final(APPLIED, true), new Verdict.Pending());
        assertThat(plan.enqueued()).containsExactly(behind);
    }

    @Test
    void defersWhatIsKnown_whenItWouldHaveToMoveTheMark() {
        // Given: only the merge moves marks, and what is too new here is never put on the log
        Submission known = logged(new Submission.Deferred(id(), fingerprint("1"), envelope(1), Optional.empty()));
        // When
        PushPlan plan = PushPlan.of(List.of(known, operation(2)), view(0, 0));
        // Then
        assertThat(verdicts(plan)).containsOnly(new Verdict.Deferred());
        assertThat(plan.enqueued()).isEmpty();
    }

    @Test
    void waitsForNeither_whenAnIdStandsTwiceInOnePush() {
        // Given
        Submission first = operation(1);
        Submission twin = operation(first.id(), 2, "another payload");
        // When
        PushPlan plan = PushPlan.of(List.of(first, twin), view(0, 0));
        // Then
        assertThat(plan.enqueued()).containsExactly(first, twin);
        assertThat(plan.awaited()).isEmpty();
    }

    @Test
    void enqueuesAllOfATransaction_whenOnlyItsLastMovesTheMark() { // PUSH-4
        // Given
        UUID transaction = UUID.randomUUID();
        Submission first = part(4, new TransactionPart(transaction, 1, 2));
        Submission second = part(6, new TransactionPart(transaction, 2, 2));
        // When
        PushPlan plan = PushPlan.of(List.of(first, second), view(5, 0, first, second));
        // Then
        assertThat(plan.enqueued()).containsExactly(first, second);
        assertThat(plan.isPending()).isFalse();
    }

    @Test
    void answersNoneOfATransaction_whenOneOfItIsNotKnown() { // PUSH-4
        // Given
        UUID transaction = UUID.randomUUID();
        Submission first = part(6, new TransactionPart(transaction, 1, 2));
        Submission second = part(7, new TransactionPart(transaction, 2, 2));
        // When
        PushPlan plan = PushPlan.of(List.of(first, second), view(5, 0, first));
        // Then
        assertThat(verdicts(plan)).containsExactly(new Verdict.Pending(), new Verdict.Pending());
        assertThat(plan.enqueued()).containsExactly(first, second);
    }

    @Test
    void namesTheForkForAllOfATransaction_whenOneOfItsIdsIsTaken() { // PUSH-4, TX-4
        // Given: both places are decided for others, and the first id is another operation's
        UUID transaction = UUID.randomUUID();
        Submission first = part(4, new TransactionPart(transaction, 1, 2));
        Submission second = part(5, new TransactionPart(transaction, 2, 2));
        log.put(first.id(), new LoggedOperation(fingerprint("another"), APPLIED));
        PushPlan pending = PushPlan.of(List.of(first, second), view(3, 0));
        // When
        PushPlan plan = PushPlan.of(List.of(first, second), view(5, 0));
        PushPlan seen = pending.seen(view(5, 0));
        // Then: a device that had lost one of them could never send the rest
        assertThat(verdicts(plan)).containsExactly(new Verdict.DeviceForked(), new Verdict.DeviceForked());
        assertThat(verdicts(seen)).containsExactly(new Verdict.DeviceForked(), new Verdict.DeviceForked());
    }

    private static Submission part(long sequence, TransactionPart part) {
        return new Submission.Refused(
                id(),
                Optional.empty(),
                fingerprint("part " + sequence),
                envelope(sequence),
                Optional.of(part),
                Reason.UNKNOWN_TYPE);
    }

    @Test
    void answersWhatWasSaid_whenTheMergeSpoke() {
        // Given
        Submission first = operation(1);
        Submission second = operation(2);
        PushPlan plan = PushPlan.of(List.of(first, second), view(0, 0));
        // When
        PushPlan heard = plan.heard(Map.of(first.id(), new Verdict.Final(APPLIED, false)));
        // Then
        assertThat(verdicts(heard)).containsExactly(new Verdict.Final(APPLIED, false), new Verdict.Pending());
        assertThat(heard.answer().isComplete()).isFalse();
    }

    @Test
    void answersWhatTheLogSays_whenNobodySpokeInTime() {
        // Given
        Submission first = operation(1);
        PushPlan plan = PushPlan.of(List.of(first), view(0, 0));
        // When
        PushPlan seen = plan.seen(view(1, 0, logged(first)));
        // Then: it was decided while this request waited, so it is no replay
        assertThat(verdicts(seen)).containsExactly(new Verdict.Final(APPLIED, false));
    }

    @Test
    void staysPending_whenTheLaterSnapshotIsOfAnotherEpoch() {
        // Given
        Submission first = operation(1);
        PushPlan plan = PushPlan.of(List.of(first), view(0, 0));
        LogView later = new LogView("another", 1, 0, Map.of(first.id(), entry(first)));
        // When
        PushPlan seen = plan.seen(later);
        // Then
        assertThat(verdicts(seen)).containsExactly(new Verdict.Pending());
    }

    private LogView view(long mark, long logFloor, Submission... decidedSince) {
        for (Submission submission : decidedSince) {
            log.put(submission.id(), entry(submission));
        }
        return new LogView("epoch", mark, logFloor, log);
    }

    private Submission logged(Submission submission) {
        log.put(submission.id(), entry(submission));
        return submission;
    }

    private static LoggedOperation entry(Submission submission) {
        return new LoggedOperation(submission.fingerprint(), APPLIED);
    }

    private static Submission operation(long sequence) {
        return operation(id(), sequence, "payload " + sequence);
    }

    private static Submission operation(OperationId id, long sequence, String payload) {
        return new Submission.Refused(
                id, Optional.empty(), fingerprint(payload), envelope(sequence), Optional.empty(), Reason.UNKNOWN_TYPE);
    }

    private static Envelope envelope(long sequence) {
        return Envelope.of(new Link(sequence, sequence - 1));
    }

    private static OperationId id() {
        return new OperationId(UUID.randomUUID());
    }

    private static Fingerprint fingerprint(String payload) {
        return new Fingerprint(ContentHash.of(Json.of(payload)));
    }

    private static List<Verdict> verdicts(PushPlan plan) {
        return plan.answer().results().stream().map(OperationResult::verdict).toList();
    }
}
