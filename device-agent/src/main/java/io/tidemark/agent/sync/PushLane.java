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
import io.tidemark.protocol.problem.ProblemType;
import java.time.Duration;
import java.util.List;

/**
 * The queue's way to the server.
 *
 * <pre>
 *             Saved, Tick when due, …            NothingToPush
 *   Waiting ───────────────────────────► Sending ─────────────► Resting
 *      ▲                                  │  ▲                     │
 *      └───── fault, verdict not final ───┘  └──── Saved, … ───────┘
 * </pre>
 *
 * <ol>
 *   <li>AG-1: at most one push of a scope is under way.
 *   <li>AG-2: no fault of the network costs an operation anything, however often.
 *   <li>AG-3: whatever it waits for, there is a time at which it goes on by itself, or a hindrance that it names.
 *   <li>AG-19: nothing begins while something hinders it, nor before the time that the server named.
 * </ol>
 *
 * The table of states and events is in {@code docs/spec/agent.md}.
 *
 * @param hindrance why no request may begin; {@code NONE} if they may
 * @param failures in a row; the exponent of the back-off
 * @param limit operations of the next push; below the batch while a culprit is being cornered, or the link is slow
 */
record PushLane(WaitReason hindrance, Phase phase, int failures, int limit) {
    sealed interface Phase {
        /** @param drained the queue was found empty; else it may hold something that must not be sent now */
        record Resting(boolean drained) implements Phase {}

        /** @param again something happened meanwhile that asks for another look at the queue */
        record Sending(boolean again) implements Phase {}

        /**
         * @param until when it goes on by itself
         * @param quiet until when the server asked to be left alone: nobody cuts that short
         */
        record Waiting(long until, long quiet, WaitReason reason) implements Phase {}
    }

    Step<PushLane> on(Event event, Moment moment, Pace pace) {
        return switch (event) {
            case Saved() -> phase instanceof Phase.Waiting ? stay() : go();
            case SyncRequested() -> isQuiet(moment) ? stay() : go();
            case Hindrance(WaitReason now) -> now == WaitReason.NONE ? freed(moment) : Step.to(hindered(now));
            case Tick() -> phase instanceof Phase.Waiting w && w.until() <= moment.now() ? go() : stay();
            case NothingToPush() -> drained();
            case PushAnswered(Window window, var answer) ->
                Answer.read(window, answer)
                        .map(read -> answered(window, read, moment, pace))
                        .orElseGet(() -> failed(window, Fault.because(WaitReason.NOT_OUR_SERVER), moment, pace));
            case PushFailed(Window window, Fault fault) -> failed(window, fault, moment, pace);
            case OutcomeUnknown(Window window, ProblemType problem) ->
                new PushLane(hindrance, phase, 0, 1).send(List.of(new Instruction.SetAside(window, problem)));
            case Applied(boolean outcomesMissing) -> outcomesMissing && !isRefusedALook() ? go() : stay();
            case StoreFailed(Lane lane, WaitReason reason) ->
                lane == Lane.PUSH ? waitFor(Fault.because(reason), List.of(), moment, pace) : stay();
            case OutcomesStored() -> stay();
            case PageArrived ignored -> stay();
            case PullFailed ignored -> stay();
        };
    }

    private boolean isQuiet(Moment moment) {
        return quietLeft(moment) > 0;
    }

    /** AG-19: other trouble, a full disk say, does not end it. */
    private long quietLeft(Moment moment) {
        return phase instanceof Phase.Waiting waiting ? Math.max(0, waiting.quiet() - moment.now()) : 0;
    }

    /** Only a wait for outcomes is cut short by their arrival; a server in trouble is left alone. */
    private boolean isRefusedALook() {
        return phase instanceof Phase.Waiting waiting && waiting.reason() != WaitReason.OUTCOME_PENDING;
    }

    private Step<PushLane> go() {
        return switch (phase) {
            case Phase.Sending ignored -> Step.to(with(new Phase.Sending(true)));
            case Phase.Resting ignored -> send(List.of());
            case Phase.Waiting ignored -> hindrance == WaitReason.NONE ? send(List.of()) : stay();
        };
    }

    /** AG-1: it is called where nothing is under way. */
    private Step<PushLane> send(List<Instruction> before) {
        if (hindrance != WaitReason.NONE) {
            return new Step<>(with(new Phase.Resting(false)), before);
        }
        return new Step<>(with(new Phase.Sending(false)), Step.append(before, new Instruction.Push(limit)));
    }

    /** What is under way may still be answered, and its outcomes count. */
    private PushLane hindered(WaitReason now) {
        return new PushLane(now, phase, failures, limit);
    }

    /** A network that is back makes old trouble worthless; the start of another run does not. */
    private Step<PushLane> freed(Moment moment) {
        boolean fresh = hindrance == WaitReason.NONE || hindrance.isOfTheNetwork();
        PushLane free = new PushLane(WaitReason.NONE, phase, fresh ? 0 : failures, limit);
        boolean waits = phase instanceof Phase.Waiting && (!fresh || isQuiet(moment));
        return waits ? Step.to(free) : free.go();
    }

    private Step<PushLane> drained() {
        return switch (phase) {
            case Phase.Sending(boolean again) -> again ? send(List.of()) : Step.to(with(new Phase.Resting(true)));
            case Phase.Resting ignored -> stay();
            case Phase.Waiting ignored -> stay();
        };
    }

    private Step<PushLane> answered(Window window, Answer answer, Moment moment, Pace pace) {
        List<Instruction> kept = answer.keep();
        // A verdict moves the queue on: the trouble that came before it is over.
        PushLane eased = kept.isEmpty() ? this : new PushLane(hindrance, phase, 0, limit);
        return switch (answer.hold()) {
            case Answer.Hold.None() -> eased.grown(window, pace).send(kept);
            case Answer.Hold.Pending() -> eased.waitForOutcomes(kept, moment, pace);
            case Answer.Hold.Gap(Window.Slot slot, long expected) ->
                expected < slot.previous()
                        ? send(Step.append(kept, new Instruction.Relink(slot, expected)))
                        : eased.waitFor(Fault.because(WaitReason.OUT_OF_ORDER), kept, moment, pace);
            case Answer.Hold.Deferred() -> eased.waitFor(Fault.because(WaitReason.SCHEMA_TOO_NEW), kept, moment, pace);
            case Answer.Hold.Forked(String device) ->
                waitFor(
                        Fault.because(WaitReason.DEVICE_FORKED),
                        Step.append(kept, new Instruction.TakeNewDevice(device)),
                        moment,
                        pace);
        };
    }

    /** AG-23: one that was full came through, so the next one may be larger. */
    private PushLane grown(Window window, Pace pace) {
        boolean wasFull = window.slots().size() >= limit;
        return wasFull ? new PushLane(hindrance, phase, failures, Portion.grown(limit, pace.batch())) : this;
    }

    private Step<PushLane> failed(Window window, Fault fault, Moment moment, Pace pace) {
        return switch (fault) {
            case Fault.Transient passing -> afterBreak(window, passing).waitFor(passing, List.of(), moment, pace);
            case Fault.Resync ignored -> waitFor(Fault.because(WaitReason.SERVER_TROUBLE), List.of(), moment, pace);
            case Fault.NoAccess() -> waitFor(Fault.because(WaitReason.SCOPE_NOT_FOUND), List.of(), moment, pace);
            case Fault.Refused refused -> refused(window, refused, moment, pace);
        };
    }

    /** AG-23: what took too long is sent by halves. A transaction stays whole, and is tried as it is. */
    private PushLane afterBreak(Window window, Fault.Transient fault) {
        return fault.reason() == WaitReason.BROKE_OFF ? halved(window) : this;
    }

    private PushLane halved(Window window) {
        return new PushLane(
                hindrance, phase, failures, Portion.halved(window.slots().size()));
    }

    /** AG-8: halve until the culprit stands alone, or its transaction; after three refusals it is a dead letter. */
    private Step<PushLane> refused(Window window, Fault.Refused refused, Moment moment, Pace pace) {
        if (!window.isSmallest()) {
            return halved(window).send(List.of());
        }
        if (window.slots().getFirst().refusals() + 1 < ScopeMachine.MOST_REFUSALS) {
            return waitFor(
                    Fault.because(WaitReason.REQUEST_REFUSED),
                    List.of(new Instruction.CountRefusal(window)),
                    moment,
                    pace);
        }
        return hindrance == WaitReason.NONE
                ? new Step<>(with(new Phase.Sending(false)), List.of(new Instruction.Ask(window, refused.problem())))
                : Step.to(with(new Phase.Resting(false)));
    }

    private Step<PushLane> waitForOutcomes(List<Instruction> before, Moment moment, Pace pace) {
        long delay = pace.backOff().pendingDelay(failures, moment.dice());
        return waiting(delay, 0, WaitReason.OUTCOME_PENDING, before, moment);
    }

    private Step<PushLane> waitFor(Fault.Transient fault, List<Instruction> before, Moment moment, Pace pace) {
        long quiet =
                Math.max(quietLeft(moment), BackOff.quiet(fault.retryAfter().map(Duration::toMillis)));
        long delay = Math.max(pace.backOff().delay(failures, moment.dice()), quiet);
        return waiting(delay, quiet, fault.reason(), before, moment);
    }

    private Step<PushLane> waiting(long delay, long quiet, WaitReason reason, List<Instruction> before, Moment moment) {
        Phase next = new Phase.Waiting(moment.now() + delay, moment.now() + quiet, reason);
        PushLane lane = new PushLane(hindrance, next, failures + 1, limit);
        return new Step<>(lane, Step.append(before, new Instruction.RememberWait(delay, quiet, failures + 1, reason)));
    }

    private Step<PushLane> stay() {
        return Step.to(this);
    }

    private PushLane with(Phase next) {
        return new PushLane(hindrance, next, failures, limit);
    }
}
