package io.tidemark.simulator.oracle.walk;

import static io.tidemark.simulator.oracle.walk.SmallWalk.A1;
import static io.tidemark.simulator.oracle.walk.SmallWalk.A2;
import static io.tidemark.simulator.oracle.walk.SmallWalk.B1;
import static io.tidemark.simulator.oracle.walk.SmallWalk.B2;
import static io.tidemark.simulator.oracle.walk.SmallWalk.C1;
import static io.tidemark.simulator.oracle.walk.SmallWalk.page;
import static io.tidemark.simulator.oracle.walk.SmallWalk.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A sound walk passes, and each kind of damage done to it is found, and named. */
class WalkCheckerTest {
    private final SmallWalk walk = new SmallWalk();

    @Test
    void holds_whenEveryReaderSawWhatStood() {
        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.findings())
                .allSatisfy(finding -> assertThat(finding.examined()).isPositive());
    }

    @Test
    void holds_whenOneBatchChangedARowTwice() {
        // Given
        walk.written(row("c", 2, 6, "pepper"));
        walk.written(row("c", 3, 6, "sugar"));
        walk.ada.add(page(5, 6, true, row("c", 3, 6, "sugar")));
        walk.ben.add(page(5, 6, true, row("c", 3, 6, "sugar")));
        walk.server.set(1, row("c", 3, 6, "sugar"));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void findsMissedRow_whenItIsDroppedFromOneRecord() {
        // Given
        walk.ada.set(1, page(2, 5, true, A2, B2));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("ada, note c: missed", "ada, note c: unequal");
    }

    @Test
    void findsMissedRow_whenALaterVersionHidesTheHole() {
        // Given
        walk.ada.set(0, page(0, 2, true, B1));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).containsExactly("ada, note a: missed");
    }

    @Test
    void findsMissedRow_whenItIsAheadOfTheCheckpoint() {
        // Given
        walk.ada.set(0, page(0, 2, true, B1, A2));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("ada, note a: missed", "ada, note a: outside its page");
    }

    @Test
    void findsDisorder_whenTwoPositionsAreSwapped() {
        // Given
        walk.ben.set(
                1,
                page(
                        3,
                        5,
                        true,
                        new PlacedRow(C1.entity(), 1, 5, C1.content()),
                        new PlacedRow(B2.entity(), 2, 4, B2.content())));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict))
                .contains("ben, note b: out of order", "ben, note c: a phantom", "ben, note b: a phantom");
    }

    @Test
    void findsGap_whenPageBeginsElsewhere() {
        // Given
        walk.ben.set(1, page(4, 5, true, B2));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("ben, page 2: a gap", "ben, note c: missed");
    }

    @Test
    void findsOtherEpoch_whenPagesAreOfTwo() {
        // Given
        walk.ben.set(1, new Page("later", 3, 5, true, List.of(C1, B2)));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).containsExactly("ben, page 2: another epoch");
    }

    @Test
    void findsPhantom_whenNobodyWroteWhatWasSeen() {
        // Given
        walk.ada.set(1, page(2, 5, true, A2, row("c", 1, 4, "pepper"), B2));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("ada, note c: a phantom");
    }

    @Test
    void findsStepBack_whenOlderVersionComesAgain() {
        // Given
        walk.ben.set(1, page(3, 5, true, new PlacedRow(A1.entity(), 1, 4, A1.content()), B2));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("ben, note a: went back");
    }

    @Test
    void findsRefusal_whenReaderWasSentBackToTheStart() {
        // Given
        walk.refusalsOfBen.add("410 cursor-expired");

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations())
                .extracting(Violation::toString)
                .containsExactly("ben: refused: it was told 410 cursor-expired");
    }

    @Test
    void findsShortReader_whenItsRecordEndsBelowTheHead() {
        // Given
        walk.ada.removeLast();

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("ada: short", "ada, note c: unequal");
    }

    @Test
    void findsLoss_whenServerDoesNotHoldTheLastWrite() {
        // Given
        walk.server.remove(C1);

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("the server, note c: unequal");
    }

    @Test
    void findsDoubledDecision_whenLogHoldsWriteTwice() {
        // Given
        walk.log.add(walk.log.getFirst());

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("the log holds it twice");
    }

    @Test
    void findsDoubledEffect_whenTwoWritesMadeOneVersion() {
        // Given
        walk.written(row("c", 1, 4, "pepper"));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations()).anyMatch(found -> found.sentence().equals("two writes made version 1"));
    }

    @Test
    void findsUnexplainedVersion_whenItComesFromNoWrite() {
        // Given
        walk.written(row("c", 3, 6, "pepper"));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(told(verdict)).contains("note c: its 2 writes did not make the versions up to 2");
    }

    @Test
    void findsPositionGivenTwice_whenTwoEntitiesHaveIt() {
        // Given
        walk.written(row("d", 1, 4, "pepper"));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations())
                .anyMatch(found -> found.sentence().contains("position 4 was also given to note c"));
    }

    @Test
    void findsWriteWithoutEffect_whenItWasRejected() {
        // Given
        Write last = walk.writes.removeLast();
        walk.writes.add(
                new Write(last.operation(), last.entity(), last.content(), Outcome.rejected(Reason.NOT_A_MEMBER)));

        // When
        Verdict verdict = walk.verdict();

        // Then
        assertThat(verdict.violations())
                .anyMatch(found -> found.sentence().startsWith("without effect"))
                .anyMatch(found -> found.sentence().startsWith("its writer was told"));
    }

    /** What each violation is about, and its first words. */
    private static List<String> told(Verdict verdict) {
        return verdict.violations().stream()
                .map(violation -> violation.toString().replaceFirst("(: [^:]+):.*", "$1"))
                .toList();
    }
}
