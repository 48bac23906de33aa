package io.tidemark.simulator.drill.kill;

import static io.tidemark.simulator.drill.kill.Story.edit;
import static io.tidemark.simulator.drill.kill.Story.id;
import static io.tidemark.simulator.drill.kill.Story.life;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulator.oracle.Violation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The check can fail: recordings with a fault in them, and a sound one. */
class KillCheckerTest {
    private static final List<Life> ONE_LIFE = List.of(life(FailPoint.SAVE_RETURNED));

    @Test
    void findsNothing_whenNothingWasPromisedAndOneLifeEndedAsPlanned() {
        assertThat(violations(new Story().begun(edit("n", "", "a")), ONE_LIFE, 0))
                .isEmpty();
    }

    @Test
    void findsLostEdit_whenItWasPromisedAndIsNowhere() {
        assertThat(violations(new Story().promised(edit("n", "", "a"), id(1)), ONE_LIFE, 0))
                .anyMatch(found -> found.sentence().contains("and lost: it is in no row"))
                .anyMatch(found -> found.sentence().equals("neither in the operation log nor a dead letter"));
    }

    @Test
    void findsTwoPayloads_whenOneIdWasSentWithBoth() {
        // Given
        Story story = new Story()
                .begun(edit("n", "", "a"))
                .sent(id(1), edit("n", "", "a"))
                .sent(id(1), edit("n", "", "b"));
        // Then
        assertThat(violations(story, ONE_LIFE, 0))
                .anyMatch(found -> found.sentence().startsWith("sent with two payloads"));
    }

    @Test
    void findsTornTransaction_whenOneOfTwoWasSent() {
        // Given
        Story story = new Story().begun(edit("n", "", "a"), edit("m", "", "b")).sent(id(1), edit("n", "", "a"));
        // Then
        assertThat(violations(story, ONE_LIFE, 0))
                .anyMatch(found -> found.sentence().equals("torn: of its 2 operations 1 were sent"));
    }

    @Test
    void findsRowWithoutOperation_whenSomebodyHadSeenWhatNobodyMade() {
        // Given
        Story story = new Story()
                .begun(edit("n", "", "phantom"))
                .promised(edit("n", "phantom", "b"), id(2))
                .sent(id(2), edit("n", "phantom", "b"));
        // Then
        assertThat(violations(story, ONE_LIFE, 0))
                .anyMatch(found -> found.sentence().startsWith("its author had seen what nobody ever made"));
    }

    @Test
    void findsNoTornTransaction_whenNothingOfItWasSent() {
        // Given
        Story story = new Story().begun(edit("n", "", "a"), edit("m", "", "b"));
        // Then
        assertThat(violations(story, ONE_LIFE, 0)).isEmpty();
    }

    @Test
    void findsDamage_whenTheFileIsNotWhole() {
        // Given
        Life damaged = new Life(1, Optional.of(FailPoint.CLOSING), true, Optional.empty(), "row 3 missing from index");
        // Then
        assertThat(violations(new Story(), List.of(damaged), 0))
                .extracting(Violation::sentence)
                .containsExactly("row 3 missing from index");
    }

    @Test
    void findsDamage_whenTheDeviceHasSetFilesAside() {
        assertThat(violations(new Story(), ONE_LIFE, 1))
                .extracting(Violation::sentence)
                .containsExactly("set 1 damaged files aside");
    }

    @Test
    void findsDeath_whenTheDeviceEndedByItself() {
        // Given
        Life failed = new Life(1, Optional.empty(), true, Optional.of("it ended by itself"), "ok");
        // Then
        assertThat(violations(new Story(), List.of(failed), 0))
                .extracting(Violation::sentence)
                .containsExactly("it ended by itself");
    }

    @Test
    void findsMissedKill_whenTheDeviceNeverCameToItsFailPoint() {
        // Given
        Life missed = new Life(4, Optional.of(FailPoint.SQUASH_HALF), false, Optional.empty(), "ok");
        // Then
        assertThat(violations(new Story(), List.of(missed), 0))
                .extracting(Violation::subject)
                .containsExactly("life 4");
    }

    private static List<Violation> violations(Story story, List<Life> lives, int setAside) {
        Recording.History told = story.told();
        return KillChecker.check(told, lives, setAside, Story.emptyServer(told)).violations();
    }
}
