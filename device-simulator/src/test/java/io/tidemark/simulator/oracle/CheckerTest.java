package io.tidemark.simulator.oracle;

import static io.tidemark.simulator.oracle.Run.ADA;
import static io.tidemark.simulator.oracle.Run.BEN;
import static io.tidemark.simulator.oracle.Run.fields;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sound histories pass, and each kind of damage done to one is found by the rule that is there for it, and named. */
class CheckerTest {

    @Test
    void holds_whenAuthorsReplacedWhatTheyHadSeen() {
        // Given
        Run run = milkThenBread();
        run.row("shopping", 2, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.findings().getFirst().examined()).isEqualTo(2);
    }

    @Test
    void holds_whenLosingValueStandsInConflictCopy() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        OperationId ben = run.saved(BEN, "shopping", fields("title", "bread"), fields());
        run.logged(ada, Status.APPLIED, 1).loggedConflict(ben, 1, "copy");
        run.row("shopping", 1, fields("title", "milk")).copy("copy", "shopping", ben, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void holds_whenRejectedValueIsKeptAsDeadLetter() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        run.log(ada, Outcome.rejected(Reason.NOT_A_MEMBER)).deadLetter(ADA, ada, fields("title", "milk"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void holds_whenDeletedByAuthorWhoSawEverything() {
        // Given
        Run run = milkThenBread();
        OperationId gone = run.deleted(ADA, "shopping", fields("title", "bread"));
        run.logged(gone, Status.APPLIED, 3).tombstone("shopping", 3);

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void findsLostValue_whenNobodyHadSeenWhatWasOverwritten() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        OperationId ben = run.saved(BEN, "shopping", fields("title", "bread"), fields());
        run.logged(ada, Status.APPLIED, 1).logged(ben, Status.APPLIED, 2);
        run.row("shopping", 2, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("lost", "milk", "ada");
    }

    @Test
    void findsLostValue_whenDeleteThatMadeWayIsTakenAsProof() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk", "body", "2 l"), fields());
        OperationId ben = run.deleted(BEN, "shopping", fields("title", "milk"));
        run.logged(ada, Status.APPLIED, 1).logged(ben, Status.MERGED, 1);
        run.row("shopping", 1, fields("body", "2 l"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("lost", "milk");
    }

    @Test
    void findsLostValue_whenOnlyRejectedEditHadSeenIt() {
        // Given
        Run run = new Run();
        OperationId first = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        OperationId second = run.saved(ADA, "shopping", fields("title", "bread"), fields("title", "milk"));
        run.logged(first, Status.APPLIED, 1).log(second, Outcome.rejected(Reason.EXPIRED));
        run.deadLetter(ADA, second, fields("title", "bread")).row("shopping", 1, fields("body", ""));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations())
                .anyMatch(found ->
                        found.toString().contains("milk") && found.toString().contains("lost"));
    }

    @Test
    void findsDoubledValue_whenRetryMadeSecondCopy() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        OperationId ben = run.saved(BEN, "shopping", fields("title", "bread"), fields());
        run.logged(ada, Status.APPLIED, 1).loggedConflict(ben, 1, "copy");
        run.row("shopping", 1, fields("title", "milk"))
                .copy("copy", "shopping", ben, fields("title", "bread"))
                .copy("copy-2", "shopping", ben, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("doubled", "bread", "copy-2");
    }

    @Test
    void findsDoubledEffect_whenVersionComesFromNoOperation() {
        // Given
        Run run = milkThenBread();
        run.row("shopping", 3, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("version 3");
    }

    @Test
    void findsDoubledDecision_whenLogHoldsOperationTwice() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        run.logged(ada, Status.APPLIED, 1).logged(ada, Status.APPLIED, 1);
        run.row("shopping", 1, fields("title", "milk"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).anyMatch(found -> found.toString().contains("decided 2 times"));
    }

    @Test
    void findsResurrectedRow_whenDeletedRowIsLive() {
        // Given
        Run run = milkThenBread();
        OperationId gone = run.deleted(ADA, "shopping", fields("title", "bread"));
        run.logged(gone, Status.APPLIED, 3).row("shopping", 3, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("resurrected");
    }

    @Test
    void findsDivergedDevice_whenOneByteDiffers() {
        // Given
        Run run = milkThenBread();
        run.row("shopping", 2, fields("title", "bread")).benShows("shopping", "{\"title\":\"Bread\"}");

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("diverged", "ben");
    }

    @Test
    void findsDivergedDevice_whenRowIsMissingThere() {
        // Given
        Run run = milkThenBread();
        run.row("shopping", 2, fields("title", "bread")).benShowsNothing();

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("ben does not have the server's row");
    }

    @Test
    void findsLostOperation_whenLogAndDeadLettersDoNotKnowIt() {
        // Given
        Run run = milkThenBread();
        run.saved(BEN, "shopping", fields("title", "eggs"), fields("title", "bread"));
        run.row("shopping", 2, fields("title", "bread"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).anyMatch(found -> found.toString().contains("neither in the operation log"));
    }

    @Test
    void findsInventedOperationAndValue_whenNobodySavedThem() {
        // Given
        Run run = milkThenBread();
        run.logged(new OperationId(new UUID(9, 9)), Status.APPLIED, 3).row("shopping", 2, fields("title", "beer"));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations())
                .anyMatch(found -> found.toString().contains("no device saved it"))
                .anyMatch(found -> found.toString().contains("nobody wrote this value"));
    }

    @Test
    void findsSilentRejection_whenDeviceKeepsNoDeadLetter() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        run.log(ada, Outcome.rejected(Reason.NOT_A_MEMBER));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).anyMatch(found -> found.toString().contains("kept no dead letter"));
    }

    @Test
    void findsStuckQueue_andSaysWhy() {
        // Given
        Run run = milkThenBread();
        run.row("shopping", 2, fields("title", "bread")).benStillQueues(3);

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("ben", "3 operations", "network is away");
    }

    @Test
    void findsEarlierWriter_whereLastOneShouldHaveWon() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("pinned", true), fields());
        OperationId ben = run.saved(BEN, "shopping", fields("pinned", false), fields());
        run.logged(ada, Status.APPLIED, 1).logged(ben, Status.MERGED, 2);
        run.row("shopping", 2, fields("pinned", true));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("pinned", "version 2");
    }

    @Test
    void findsVanishedRow_whenFeedHasNothingOfIt() {
        // Given
        Run run = milkThenBread();
        OperationId gone = run.deleted(ADA, "shopping", fields("title", "bread"));
        run.logged(gone, Status.APPLIED, 3);

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("vanished");
    }

    @Test
    void findsFeedOutOfOrder_whenPositionIsUsedTwice() {
        // Given
        Run run = new Run();
        OperationId ada = run.saved(ADA, "one", fields("title", "milk"), fields());
        OperationId ben = run.saved(BEN, "two", fields("title", "bread"), fields());
        run.logged(ada, Status.APPLIED, 1).logged(ben, Status.APPLIED, 1);
        run.row("one", 1, fields("title", "milk"));
        run.add(new CanonicalRow.Live(Run.note("two"), 1, 1, fields("title", "bread"), Optional.empty()));

        // When
        Verdict verdict = run.verdict();

        // Then
        assertThat(verdict.violations()).singleElement().asString().contains("position 1 after 1");
    }

    /** Ada creates a note, Ben changes its title after having seen it. */
    private static Run milkThenBread() {
        Run run = new Run();
        OperationId ada = run.saved(ADA, "shopping", fields("title", "milk"), fields());
        OperationId ben = run.saved(BEN, "shopping", fields("title", "bread"), fields("title", "milk"));
        return run.logged(ada, Status.APPLIED, 1).logged(ben, Status.APPLIED, 2);
    }
}
