package io.tidemark.agent.sync;

import static io.tidemark.agent.sync.Samples.NOW;
import static io.tidemark.agent.sync.Samples.PACE;
import static io.tidemark.agent.sync.Samples.READER;
import static io.tidemark.agent.sync.Samples.arrived;
import static io.tidemark.agent.sync.Samples.failed;
import static io.tidemark.agent.sync.Samples.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.sync.PullLane.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullLaneTest {
    private static final Event BROKE_OFF = failed(READER, Fault.because(WaitReason.BROKE_OFF));

    private static PullLane asking(Phase phase, int limit) {
        return new PullLane(WaitReason.NONE, phase, 0, new Asking(Samples.TICKET, limit, true), Showing.WHOLE);
    }

    @ParameterizedTest
    @CsvSource({"500,250", "3,1", "1,1"})
    void nextPageIsHalfAsLong_whenOneBrokeOff(int limit, int next) {
        // When
        PullLane later = asking(new Phase.Fetching(false), limit)
                .on(BROKE_OFF, NOW, PACE)
                .state();

        // Then
        assertThat(later.asking().limit()).isEqualTo(next);
        assertThat(later.phase()).isInstanceOf(Phase.Resting.class);
    }

    @Test
    void serverIsLeftAloneAsLongAsItAsked_whenTheStoreFailsMeanwhile() {
        // Given
        PullLane told = asking(new Phase.Resting(NOW.now() + 90_000, NOW.now() + 90_000, WaitReason.SERVER_TROUBLE), 1);
        Moment later = new Moment(NOW.now() + 30_000, 0);

        // When
        PullLane waits =
                told.on(new Event.StoreFailed(Event.Lane.PULL), later, PACE).state();

        // Then
        assertThat(waits.phase())
                .isEqualTo(new Phase.Resting(NOW.now() + 90_000, NOW.now() + 90_000, WaitReason.STORE_FAILED));
    }

    @Test
    void pageStaysAsLong_whenAHeldAnswerBrokeOff() {
        // When
        PullLane later =
                asking(new Phase.Following(), 500).on(BROKE_OFF, NOW, PACE).state();

        // Then
        assertThat(later.asking().limit()).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"1,2", "8,10", "480,500", "500,500"})
    void pageGrowsByAQuarterUpToTheWholeOne_whenOneArrivedAndMoreFollow(int limit, int next) {
        // When
        Step<PullLane> step = asking(new Phase.Fetching(false), limit).on(arrived(page("e", 10, 20, false)), NOW, PACE);

        // Then
        assertThat(step.instructions()).last().isEqualTo(new Instruction.Fetch(Samples.TICKET + 1, next, 0));
    }
}
