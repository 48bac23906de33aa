package io.tidemark.agent.sync;

import io.tidemark.agent.sync.Event.Applied;
import io.tidemark.agent.sync.Event.Hindrance;
import io.tidemark.agent.sync.Event.Lane;
import io.tidemark.agent.sync.Event.NothingToPush;
import io.tidemark.agent.sync.Event.OutcomeUnknown;
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
import java.util.List;

/**
 * The feed's way to the device.
 *
 * <pre>
 *              due, SyncRequested, OutcomesStored
 *   Resting ────────────────────────────────────► Fetching ──┐ a page without checkpoint:
 *      ▲  │                                         │  ▲  ▲  │ stage it, ask for the next
 *      │  └──── due, at the head ────► Following ───┤  │  └──┘
 *      │                                   └────────┼──┘ somebody needs a look now
 *      └──── checkpoint applied, fault, bad page ───┘
 * </pre>
 *
 * <ol>
 *   <li>AG-1: one pull counts, the one whose ticket is the lane's; what an earlier one brings is dropped.
 *   <li>AG-10: a page counts only if it begins where the reader stands, in his epoch.
 *   <li>AG-11: rows are shown at a checkpoint, or after {@link Showing#PATIENCE} without one.
 *   <li>AG-12: a resync replaces rows and leaves the queue alone.
 *   <li>AG-19: nothing begins while something hinders it, nor before the time that the server named.
 * </ol>
 *
 * @param failures in a row; the exponent of the back-off, which is this lane's own
 */
record PullLane(WaitReason hindrance, Phase phase, int failures, Asking asking, Showing showing) {
    /** Between two answers of a busy scope that is followed: what comes meanwhile comes together. */
    static final long GAP = 200;

    /** Polls of many devices that were started together drift apart. */
    private static final double DRIFT = 0.2;

    sealed interface Phase {
        /**
         * @param until when the next pull is due
         * @param quiet until when the server asked to be left alone: nobody cuts that short
         * @param reason {@code NONE} if it only waits for its next turn
         */
        record Resting(long until, long quiet, WaitReason reason) implements Phase {}

        /** @param again what is being read may already be too old for somebody */
        record Fetching(boolean again) implements Phase {}

        /** At the head, the server may hold the answer until there is something new. */
        record Following() implements Phase {}
    }

    static PullLane opened(WaitReason hindrance, Moment moment) {
        Phase due = new Phase.Resting(moment.now(), moment.now(), WaitReason.NONE);
        return new PullLane(hindrance, due, 0, Asking.NEVER, Showing.WHOLE);
    }

    Step<PullLane> on(Event event, Moment moment, Pace pace) {
        return switch (event) {
            case SyncRequested() -> isQuiet(moment) ? stay() : fetch();
            case OutcomesStored() -> isHeldBack() ? stay() : fetch();
            case Hindrance(WaitReason now) -> now == WaitReason.NONE ? freed(moment) : Step.to(hindered(now));
            case Tick() -> phase instanceof Phase.Resting r && r.until() <= moment.now() ? due(pace) : stay();
            case PageArrived arrived -> arrived.ticket() == asking.ticket() ? arrived(arrived, moment, pace) : stay();
            case PullFailed failed -> failed.ticket() == asking.ticket() ? failed(failed, moment, pace) : stay();
            case PushFailed(Window ignored, Fault fault) ->
                fault instanceof Fault.NoAccess && !isHeldBack() ? fetch() : stay();
            case StoreFailed(Lane lane, WaitReason reason) ->
                lane == Lane.PULL ? waitFor(Fault.because(reason), moment, pace) : stay();
            case Applied ignored -> Step.to(new PullLane(hindrance, phase, 0, asking, showing));
            case Saved() -> stay();
            case NothingToPush() -> stay();
            case PushAnswered ignored -> stay();
            case OutcomeUnknown ignored -> stay();
        };
    }

    private boolean isQuiet(Moment moment) {
        return quietLeft(moment) > 0;
    }

    /** AG-19: other trouble, a full disk say, does not end it. */
    private long quietLeft(Moment moment) {
        return phase instanceof Phase.Resting resting ? Math.max(0, resting.quiet() - moment.now()) : 0;
    }

    private boolean isHeldBack() {
        return phase instanceof Phase.Resting resting && resting.reason() != WaitReason.NONE;
    }

    private Step<PullLane> fetch() {
        return switch (phase) {
            case Phase.Fetching ignored -> Step.to(with(new Phase.Fetching(true)));
            case Phase.Following() -> ask(List.of());
            case Phase.Resting ignored -> ask(List.of());
        };
    }

    /** At the head nothing is missed by waiting there; anywhere else an answer is wanted at once. */
    private Step<PullLane> due(Pace pace) {
        boolean isAtHead = asking.ticket() > 0 && !isHeldBack() && showing.isWhole();
        return pace.hold() > 0 && isAtHead && hindrance == WaitReason.NONE
                ? ask(new Phase.Following(), pace.hold(), List.of())
                : ask(List.of());
    }

    private Step<PullLane> ask(List<Instruction> before) {
        return ask(new Phase.Fetching(false), 0, before);
    }

    private Step<PullLane> ask(Phase next, long hold, List<Instruction> before) {
        if (hindrance != WaitReason.NONE) {
            return new Step<>(this, before);
        }
        Asking again = asking.again();
        return new Step<>(
                new PullLane(hindrance, next, failures, again, showing),
                Step.append(before, new Instruction.Fetch(again.ticket(), again.limit(), hold)));
    }

    private PullLane hindered(WaitReason now) {
        return new PullLane(now, phase, failures, asking, showing);
    }

    /** A network that is back makes old trouble worthless; the start of another run does not. */
    private Step<PullLane> freed(Moment moment) {
        boolean fresh = hindrance == WaitReason.NONE || hindrance.isOfTheNetwork();
        PullLane free = new PullLane(WaitReason.NONE, phase, fresh ? 0 : failures, asking, showing);
        boolean waits = isQuiet(moment) || (!fresh && isHeldBack());
        return waits ? Step.to(free) : free.fetch();
    }

    private Step<PullLane> arrived(PageArrived arrived, Moment moment, Pace pace) {
        Reader reader = arrived.reader();
        ChangesPage page = arrived.page();
        if (!reader.isContinuedBy(page)) {
            return waitFor(Fault.because(WaitReason.UNEXPECTED_PAGE), moment, pace);
        }
        boolean follows = phase instanceof Phase.Following ? arrived.held() : asking.follow();
        if (page.checkpoint()) {
            PullLane whole = new PullLane(hindrance, phase, failures, asking.follow(follows), Showing.WHOLE);
            return whole.goOnOrRest(new Instruction.Apply(reader, page), isWantedAgain(), moment, pace);
        }
        Asking asked = asking.follow(follows).larger();
        PullLane reading = new PullLane(hindrance, phase, failures, asked, showing.part(moment));
        Instruction keep =
                showing.isLate(moment) ? new Instruction.ApplyPart(reader, page) : new Instruction.Stage(reader, page);
        return reading.goOnOrRest(keep, true, moment, pace);
    }

    private boolean isWantedAgain() {
        return phase instanceof Phase.Fetching(boolean again) && again;
    }

    private Step<PullLane> goOnOrRest(Instruction instruction, boolean goOn, Moment moment, Pace pace) {
        return goOn && hindrance == WaitReason.NONE
                ? ask(List.of(instruction))
                : new Step<>(rest(moment, pace), List.of(instruction));
    }

    private Step<PullLane> failed(PullFailed failed, Moment moment, Pace pace) {
        Reader reader = failed.reader();
        return switch (failed.fault()) {
            case Fault.Transient passing -> afterBreak(passing).waitFor(passing, moment, pace);
            case Fault.Refused ignored -> waitFor(Fault.because(WaitReason.REQUEST_REFUSED), moment, pace);
            case Fault.Resync ignored -> resync(reader, moment, pace);
            case Fault.NoAccess() -> {
                Step<PullLane> waits = waitFor(Fault.because(WaitReason.SCOPE_NOT_FOUND), moment, pace);
                yield reader.holdsRows() ? new Step<>(waits.state(), List.of(new Instruction.Revoke())) : waits;
            }
        };
    }

    /** AG-23. An answer that was held until there was something new is late for another reason. */
    private PullLane afterBreak(Fault.Transient fault) {
        boolean wasTooMuch = fault.reason() == WaitReason.BROKE_OFF && !(phase instanceof Phase.Following);
        return wasTooMuch ? new PullLane(hindrance, phase, failures, asking.smaller(), showing) : this;
    }

    /** AG-12. From the start there is nothing to start over: such an answer is a fault like another. */
    private Step<PullLane> resync(Reader reader, Moment moment, Pace pace) {
        if (reader.isAtStart()) {
            return waitFor(Fault.because(WaitReason.UNEXPECTED_PAGE), moment, pace);
        }
        PullLane anew = new PullLane(hindrance, phase, failures, asking, showing.anew());
        return anew.goOnOrRest(new Instruction.StartOver(), true, moment, pace);
    }

    private PullLane rest(Moment moment, Pace pace) {
        double pause =
                asking.follow() && pace.hold() > 0 ? GAP * moment.dice() : pace.poll() * (1 + DRIFT * moment.dice());
        return with(new Phase.Resting(moment.now() + (long) pause, moment.now(), WaitReason.NONE));
    }

    private Step<PullLane> waitFor(Fault.Transient fault, Moment moment, Pace pace) {
        long quiet =
                Math.max(quietLeft(moment), BackOff.quiet(fault.retryAfter().map(Duration::toMillis)));
        long delay = Math.max(pace.backOff().delay(failures, moment.dice()), quiet);
        Phase next = new Phase.Resting(moment.now() + delay, moment.now() + quiet, fault.reason());
        boolean follows = asking.follow() && !(phase instanceof Phase.Following);
        return Step.to(new PullLane(hindrance, next, failures + 1, asking.follow(follows), showing));
    }

    private Step<PullLane> stay() {
        return Step.to(this);
    }

    private PullLane with(Phase next) {
        return new PullLane(hindrance, next, failures, asking, showing);
    }
}
