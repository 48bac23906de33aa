package io.tidemark.simulator.drill.kill;

import static io.tidemark.simulator.drill.kill.Story.edit;
import static io.tidemark.simulator.drill.kill.Story.id;
import static io.tidemark.simulator.drill.kill.Story.removal;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.oracle.AcceptedEdit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Under which id an edit went is told by what was sent. */
class AttributionTest {
    @Test
    void countsEditAsMade_whenItsCallNeverReturnedAndItWasSent() {
        // Given
        Story story = new Story().begun(edit("n", "", "a")).sent(id(7), edit("n", "", "a"));
        // Then
        assertThat(ids(story)).containsExactly(id(7));
    }

    @Test
    void leavesEditOut_whenItsCallNeverReturnedAndItWasNeverSent() {
        assertThat(ids(new Story().begun(edit("n", "", "a")))).isEmpty();
    }

    @Test
    void keepsPromisedEdit_whenItWasNeverSent() {
        assertThat(ids(new Story().promised(edit("n", "", "a"), id(1)))).containsExactly(id(1));
    }

    @Test
    void givesBothOneId_whenTheSecondReplacedTheFirstBeforeItWasSent() {
        // Given
        Story story = new Story()
                .promised(edit("n", "", "a"), id(1))
                .promised(edit("n", "a", "b"), id(2))
                .sent(id(2), edit("n", "", "b"));
        // Then
        assertThat(ids(story)).containsExactly(id(2), id(2));
    }

    @Test
    void doesNotTakeAnotherEditForTheReplacement_whenItsAuthorHadNotSeenTheFirst() {
        // Given
        Story story = new Story()
                .promised(edit("n", "", "a"), id(1))
                .promised(edit("n", "", "b"), id(2))
                .sent(id(2), edit("n", "", "b"));
        // Then
        assertThat(ids(story)).containsExactly(id(1), id(2));
    }

    @Test
    void findsDeleteByWhatItSaw_whenItsCallNeverReturned() {
        // Given
        Story story =
                new Story().begun(removal("n", "a")).begun(removal("n", "b")).sent(id(9), removal("n", "b"));
        // When
        List<AcceptedEdit> accepted = Attribution.of(story.told()).accepted(Story.DEVICE, Story.SCOPE);
        // Then
        assertThat(accepted).singleElement().satisfies(edit -> {
            assertThat(edit.operation()).isEqualTo(id(9));
            assertThat(edit.saw()).isEqualTo(removal("n", "b").saw());
        });
    }

    private static List<OperationId> ids(Story story) {
        return Attribution.of(story.told()).accepted(Story.DEVICE, Story.SCOPE).stream()
                .map(AcceptedEdit::operation)
                .toList();
    }
}
