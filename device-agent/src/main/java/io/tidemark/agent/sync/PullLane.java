package io.tidemark.agent.sync;

import io.tidemark.agent.sync.Event.Applied;
import io.tidemark.agent.sync.Event.Connectivity;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Event.NothingToPush;
import io.tidemark.agent.sync.Event.OutcomesStored;
import io.tidemark.agent.sync.Event.PageArrived;
import io.tidemark.agent.sync.Event.PullFailed;
import io.tidemark.agent.sync.Event.PushAnswered;
import io.tidemark.agent.sync.Event.PushFailed;
import io.tidemark.agent.sync.Event.Saved;
import io.tidemark.agent.sync.Event.StoreFailed;
import io.tidemark.agent.sync.Event.SyncRequested;
import io.tidemark.agent.sync.Event.Tick;
import io.tidemark.protocol.http.ChangesPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The feed's way to the device.
 *
 * <pre>
 *              due, SyncRequested, OutcomesStored
 *   Resting ────────────────────────────────────► Fetching ──┐ a page without checkpoint:
 *      ▲                                            │    ▲    │ stage it, ask for the next
 *      └──── checkpoint applied, fault, bad page ───┘    └────┘
 * </pre>
 *
 * <ol>
 *   <li>AG-10: a page counts only if it begins where the reader stands, in his epoch.
 *   <li>AG-11: rows are shown only at a checkpoint.
 *   <li>AG-12: a resync replaces rows and leaves the queue alone.
 * </ol>
 *
 * @param failures in a row; the exponent of the back-off, which is this lane's own
 */
record PullLane(boolean online, Phase phase, int failures) {
    /** Polls of many devices that were started together drift apart. */
    private static final double DRIFT = 0.2;

    sealed interface Phase {
        /** @param reason {@code NONE} if it only waits for its next turn */
        record Resting(long until, WaitReason reason) implements Phase {}

        /** @param again what is being read may already be too old for somebody */
        record Fetching(boolean again) implements Phase {}
    }

    static PullLane opened(boolean online, Moment moment) {
        return new PullLane(online, new Phase.Resting(moment.now(), WaitReason.NONE), 0);
    }

    Step<PullLane> on(Event event, Moment moment, Pace pace) {
        return switch (event) {
            case SyncRequested() -> fetch();
            case OutcomesStored() -> isHeldBack() ? stay() : fetch();
            case Connectivity(boolean nowOnline) ->
                nowOnline ? new PullLane(true, phase, 0).fetch() : Step.to(new PullLane(false, phase, failures));
            case Tick() -> phase instanceof Phase.Resting r && r.until() <= moment.now() ? fetch() : stay();
            case PageArrived(Reader reader, ChangesPage page) -> arrived(reader, page, moment, pace);
            case PullFailed(Reader reader, Fault fault) -> failed(reader, fault, moment, pace);
            case StoreFailed(Lane lane) ->
                lane == Lane.PULL ? waitFor(WaitReason.STORE_FAILED, 0, moment, pace) : stay();
            case Saved() -> stay();
            case NothingToPush() -> stay();
            case PushAnswered ignored -> stay();
            case PushFailed ignored -> stay();
            case Applied ignored -> Step.to(new PullLane(online, phase, 0));
        };
    }

    private boolean isHeldBack() {
        return phase instanceof Phase.Resting resting && resting.reason() != WaitReason.NONE;
    }

    private Step<PullLane> fetch() {
        return switch (phase) {
            case Phase.Fetching ignored -> Step.to(with(new Phase.Fetching(true)));
            case Phase.Resting ignored -> online ? ask(List.of()) : stay();
        };
    }

    private Step<PullLane> ask(List<Instruction> before) {
        List<Instruction> instructions = new ArrayList<>(before);
        instructions.add(new Instruction.Fetch());
        return new Step<>(with(new Phase.Fetching(false)), instructions);
    }

    private Step<PullLane> arrived(Reader reader, ChangesPage page, Moment moment, Pace pace) {
        if (!continues(reader, page)) {
            return waitFor(WaitReason.UNEXPECTED_PAGE, 0, moment, pace);
        }
        boolean again = phase instanceof Phase.Fetching(boolean asked) && asked;
        if (!page.checkpoint()) {
            List<Instruction> stage = List.of(new Instruction.Stage(reader, page));
            return online ? ask(stage) : new Step<>(rest(moment, pace), stage);
        }
        List<Instruction> apply = List.of(new Instruction.Apply(reader, page));
        return again && online ? ask(apply) : new Step<>(rest(moment, pace), apply);
    }

    /** AG-10; and a page that leads nowhere would be asked for for ever. */
    private static boolean continues(Reader reader, ChangesPage page) {
        boolean sameEpoch = reader.epoch().isEmpty() || reader.epoch().get().equals(page.epoch());
        boolean leadsOn = page.to() > page.from() || (page.checkpoint() && page.to() == page.from());
        return sameEpoch && leadsOn && page.from() == reader.position();
    }

    private Step<PullLane> failed(Reader reader, Fault fault, Moment moment, Pace pace) {
        return switch (fault) {
            case Fault.Transient(WaitReason reason, Optional<Duration> retryAfter) ->
                waitFor(reason, retryAfter.map(Duration::toMillis).orElse(0L), moment, pace);
            case Fault.Refused ignored -> waitFor(WaitReason.REQUEST_REFUSED, 0, moment, pace);
            case Fault.Resync ignored -> resync(reader, moment, pace);
        };
    }

    /** AG-12. From the start there is nothing to start over: such an answer is a fault like another. */
    private Step<PullLane> resync(Reader reader, Moment moment, Pace pace) {
        if (reader.isAtStart()) {
            return waitFor(WaitReason.UNEXPECTED_PAGE, 0, moment, pace);
        }
        List<Instruction> startOver = List.of(new Instruction.StartOver());
        return online ? ask(startOver) : new Step<>(rest(moment, pace), startOver);
    }

    private PullLane rest(Moment moment, Pace pace) {
        long drift = (long) (pace.poll() * DRIFT * moment.dice());
        return with(new Phase.Resting(moment.now() + pace.poll() + drift, WaitReason.NONE));
    }

    private Step<PullLane> waitFor(WaitReason reason, long atLeast, Moment moment, Pace pace) {
        long delay = BackOff.clamp(Math.max(pace.backOff().delay(failures, moment.dice()), atLeast));
        return Step.to(new PullLane(online, new Phase.Resting(moment.now() + delay, reason), failures + 1));
    }

    private Step<PullLane> stay() {
        return Step.to(this);
    }

    private PullLane with(Phase next) {
        return new PullLane(online, next, failures);
    }
}
