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
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushLaneTest {
    private static final PushLane SENDING = new PushLane(WaitReason.NONE, new Phase.Sending(false), 0, 50);

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

    @ParameterizedTest
    @CsvSource({"1,1,2", "8,8,10", "48,48,50", "50,50,50", "8,7,8"})
    void batchGrowsByAQuarterUpToTheWholeOne_whenAFullOneWasTaken(int limit, int sent, int next) {
        // Given
        PushLane halved = new PushLane(WaitReason.NONE, new Phase.Sending(false), 0, limit);
        Verdict[] verdicts = Collections.nCopies(sent, APPLIED).toArray(Verdict[]::new);

        // When
        Step<PushLane> step = halved.on(answered(window(sent), verdicts), NOW, PACE);

        // Then
        assertThat(step.instructions()).last().isEqualTo(new Instruction.Push(next));
    }

    @ParameterizedTest
    @CsvSource({"50,50,25", "50,12,6", "3,3,1", "1,1,1"})
    void nextPushCarriesHalf_whenOneBrokeOff(int limit, int sent, int next) {
        // Given
        PushLane lane = new PushLane(WaitReason.NONE, new Phase.Sending(false), 0, limit);

        // When
        PushLane later = lane.on(new Event.PushFailed(window(sent), Fault.because(WaitReason.BROKE_OFF)), NOW, PACE)
                .state();

        // Then
        assertThat(later.limit()).isEqualTo(next);
        assertThat(later.phase()).isInstanceOf(Phase.Waiting.class);
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

    /** The wait could not be remembered, say, because the disk is full. */
    @Test
    void serverIsLeftAloneAsLongAsItAsked_whenTheStoreFailsMeanwhile() {
        // Given
        PushLane told = SENDING.on(
                        new Event.PushFailed(window(1), Samples.retryAfter(Duration.ofSeconds(90))), NOW, PACE)
                .state();
        Moment later = new Moment(NOW.now() + 30_000, 0);

        // When
        Step<PushLane> step = told.on(new Event.StoreFailed(Event.Lane.PUSH), later, PACE);

        // Then
        assertThat(step.state().phase())
                .isEqualTo(new Phase.Waiting(NOW.now() + 90_000, NOW.now() + 90_000, WaitReason.STORE_FAILED));
        assertThat(step.instructions())
                .containsExactly(new Instruction.RememberWait(60_000, 60_000, 2, WaitReason.STORE_FAILED));
    }

    @Test
    void waitIsAtLeastWhatTheServerSays_whenItSaysSo() {
        // When
        Step<PushLane> step =
                SENDING.on(new Event.PushFailed(window(1), Samples.retryAfter(Duration.ofSeconds(90))), NOW, PACE);

        // Then
        assertThat(step.state().phase())
                .isEqualTo(new Phase.Waiting(NOW.now() + 90_000, NOW.now() + 90_000, WaitReason.TOO_MANY_REQUESTS));
    }

    @Test
    void nobodySleepsForAYear_whenTheServerSaysSo() {
        // When
        Step<PushLane> step =
                SENDING.on(new Event.PushFailed(window(1), Samples.retryAfter(Duration.ofDays(365))), NOW, PACE);

        // Then
        long longest = NOW.now() + BackOff.LONGEST_RETRY_AFTER;
        assertThat(step.state().phase()).isEqualTo(new Phase.Waiting(longest, longest, WaitReason.TOO_MANY_REQUESTS));
    }

    @ParameterizedTest
    @ValueSource(longs = {365, 8, -8, -365})
    void waitBeginsAnew_whenTheClockHasJumpedBetweenTwoRuns(long days) {
        // Given
        long delay = Duration.ofDays(days).toMillis();
        StoredWait stored = new StoredWait(delay, delay, 3, WaitReason.UNREACHABLE);

        // When
        Phase phase = stored.phase(NOW, PACE.backOff());

        // Then: neither at once nor in a year
        assertThat(phase).isEqualTo(new Phase.Waiting(NOW.now() + 2_000, NOW.now(), WaitReason.UNREACHABLE));
    }

    @Test
    void waitGoesOn_whenItIsBelievable() {
        // Given
        StoredWait stored = new StoredWait(40_000, 30_000, 3, WaitReason.TOO_MANY_REQUESTS);
        StoredWait over = new StoredWait(-1, -1, 3, WaitReason.UNREACHABLE);

        // When, Then
        assertThat(stored.phase(NOW, PACE.backOff()))
                .isEqualTo(new Phase.Waiting(NOW.now() + 40_000, NOW.now() + 30_000, WaitReason.TOO_MANY_REQUESTS));
        assertThat(over.phase(NOW, PACE.backOff()))
                .isEqualTo(new Phase.Waiting(NOW.now(), NOW.now(), WaitReason.UNREACHABLE));
    }

    @Test
    void serverIsLeftAlone_whenItAskedForItAndTheUserIsImpatient() {
        // Given
        PushLane asked = new PushLane(
                WaitReason.NONE,
                new Phase.Waiting(NOW.now() + 90_000, NOW.now() + 90_000, WaitReason.TOO_MANY_REQUESTS),
                1,
                50);

        // When
        Step<PushLane> step = asked.on(new Event.SyncRequested(), NOW, PACE);

        // Then
        assertThat(step).isEqualTo(Step.to(asked));
    }

    @Test
    void transactionStandsAlone_whenTheServerRefusesIt() {
        // When
        Step<PushLane> alone = SENDING.on(refused(Samples.transaction(40, 0)), NOW, PACE);
        Step<PushLane> last = SENDING.on(refused(Samples.transaction(40, 2)), NOW, PACE);

        // Then
        assertThat(alone.state().limit()).isEqualTo(50);
        assertThat(alone.instructions()).first().isEqualTo(new Instruction.CountRefusal(Samples.transaction(40, 0)));
        assertThat(last.instructions())
                .containsExactly(new Instruction.Ask(Samples.transaction(40, 2), ProblemType.BODY_TOO_LARGE));
    }

    @Test
    void backOffBeginsAnew_whenTheNetworkReturns() {
        // Given
        PushLane tired = new PushLane(WaitReason.OFFLINE, new Phase.Resting(false), 12, 50);

        // When
        PushLane back =
                tired.on(new Event.Hindrance(WaitReason.NONE), NOW, PACE).state();

        // Then
        assertThat(back.failures()).isZero();
        assertThat(back.phase()).isEqualTo(new Phase.Sending(false));
    }
}
