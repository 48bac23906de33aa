package io.tidemark.agent.sync;

import static io.tidemark.agent.sync.Samples.APPLIED;
import static io.tidemark.agent.sync.Samples.NOW;
import static io.tidemark.agent.sync.Samples.PACE;
import static io.tidemark.agent.sync.Samples.answered;
import static io.tidemark.agent.sync.Samples.refused;
import static io.tidemark.agent.sync.Samples.slot;
import static io.tidemark.agent.sync.Samples.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.sync.PushLane.Phase;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PushLaneTest {
    private static final PushLane SENDING = new PushLane(true, new Phase.Sending(false), 0, 50);

    @Test
    void batchIsHalvedDownToOne_whenTheRequestIsRefusedAsAWhole() {
        // Given
        PushLane lane = SENDING;
        int size = 50;

        // When
        while (size > 1) {
            lane = lane.on(refused(window(size)), NOW, PACE).state();
            size = lane.limit();
        }

        // Then
        assertThat(lane.limit()).isOne();
        assertThat(lane.phase()).isEqualTo(new Phase.Sending(false));
    }

    @Test
    void transactionIsNeverHalved_whenItIsRefusedAlone() {
        // Given
        Optional<UUID> transaction = Optional.of(new UUID(0, 7));
        List<Window.Slot> slots = window(3).slots().stream()
                .map(slot -> new Window.Slot(slot.operation(), slot.sequence(), slot.previous(), 2, transaction))
                .toList();

        // When
        Step<PushLane> step = SENDING.on(refused(new Window("d-1", slots)), NOW, PACE);

        // Then
        assertThat(step.instructions())
                .first()
                .isEqualTo(new Instruction.SetAside(slots.getFirst(), ProblemType.BODY_TOO_LARGE));
    }

    @Test
    void batchGrowsBackByDoubling_whenAHalvedOneWasTaken() {
        // Given
        PushLane halved = new PushLane(true, new Phase.Sending(false), 0, 6);

        // When
        Step<PushLane> step = halved.on(answered(window(1), APPLIED), NOW, PACE);

        // Then
        assertThat(step.instructions()).last().isEqualTo(new Instruction.Push(12));
    }

    @Test
    void firstOperationIsLinkedToTheServersMark_whenTheServerMissesOneThatIsGone() {
        // Given
        Window late = new Window("d-1", List.of(slot(9, 8, 0)));

        // When
        Step<PushLane> step = SENDING.on(answered(late, new Verdict.OutOfOrder(3)), NOW, PACE);

        // Then
        assertThat(step.instructions())
                .containsExactly(new Instruction.Relink(slot(9, 8, 0), 3), new Instruction.Push(50));
    }

    @Test
    void waitDoublesUpToTheLongest_whenFaultsGoOn() {
        // Given
        BackOff backOff = PACE.backOff();

        // When
        List<Long> ceilings = IntStream.range(0, 10)
                .mapToObj(failures -> backOff.delay(failures, 1))
                .toList();

        // Then
        assertThat(ceilings).startsWith(500L, 1_000L, 2_000L).endsWith(60_000L);
        assertThat(backOff.delay(1_000_000, 0.999)).isLessThan(60_000);
        assertThat(backOff.delay(5, 0)).isZero();
    }

    @Test
    void waitIsAtLeastWhatTheServerSays_whenItSaysSo() {
        // When
        Step<PushLane> step =
                SENDING.on(new Event.PushFailed(window(1), Samples.retryAfter(Duration.ofSeconds(90))), NOW, PACE);

        // Then
        assertThat(step.state().phase()).isEqualTo(new Phase.Waiting(NOW.now() + 90_000, WaitReason.TOO_MANY_REQUESTS));
    }

    @Test
    void nobodySleepsForAYear_whenServerOrClockSaysSo() {
        // When
        Step<PushLane> byServer =
                SENDING.on(new Event.PushFailed(window(1), Samples.retryAfter(Duration.ofDays(365))), NOW, PACE);
        PushLane byClock = PushLane.opened(true, Duration.ofDays(365).toMillis(), 3, WaitReason.UNREACHABLE, NOW, PACE);
        PushLane backwards =
                PushLane.opened(true, -Duration.ofDays(365).toMillis(), 3, WaitReason.UNREACHABLE, NOW, PACE);

        // Then
        long longest = NOW.now() + BackOff.LONGEST_RETRY_AFTER;
        assertThat(byServer.state().phase()).isEqualTo(new Phase.Waiting(longest, WaitReason.TOO_MANY_REQUESTS));
        assertThat(byClock.phase()).isEqualTo(new Phase.Waiting(NOW.now() + 60_000, WaitReason.UNREACHABLE));
        assertThat(backwards.phase()).isEqualTo(new Phase.Waiting(NOW.now(), WaitReason.UNREACHABLE));
    }

    @Test
    void backOffBeginsAnew_whenTheNetworkReturns() {
        // Given
        PushLane tired = new PushLane(false, new Phase.Resting(), 12, 50);

        // When
        PushLane back = tired.on(new Event.Connectivity(true), NOW, PACE).state();

        // Then
        assertThat(back.failures()).isZero();
        assertThat(back.phase()).isEqualTo(new Phase.Sending(false));
    }
}
