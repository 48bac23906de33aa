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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
 *   <li>AG-3: whatever it waits for, there is a time at which it goes on by itself, or it is offline.
 * </ol>
 *
 * The table of states and events is in {@code docs/spec/agent.md}.
 *
 * @param failures in a row; the exponent of the back-off
 * @param limit operations of the next push; below the batch while a culprit is being cornered
 */
record PushLane(boolean online, Phase phase, int failures, int limit) {
    sealed interface Phase {
        /** Nothing is known that could be sent; or offline. */
        record Resting() implements Phase {}

        /** @param again something happened meanwhile that asks for another look at the queue */
        record Sending(boolean again) implements Phase {}

        record Waiting(long until, WaitReason reason) implements Phase {}
    }

    static PushLane opened(boolean online, long delay, int failures, WaitReason reason, Moment moment, Pace pace) {
        Phase phase = online
                ? new Phase.Waiting(
                        moment.now() + Math.clamp(delay, 0, pace.backOff().longest()), reason)
                : new Phase.Resting();
        return new PushLane(online, phase, failures, pace.batch());
    }

    Step<PushLane> on(Event event, Moment moment, Pace pace) {
        return switch (event) {
            case Saved() -> phase instanceof Phase.Waiting ? stay() : go();
            case SyncRequested() -> go();
            case Connectivity(boolean nowOnline) -> nowOnline ? connected() : disconnected();
            case Tick() -> phase instanceof Phase.Waiting w && w.until() <= moment.now() ? go() : stay();
            case NothingToPush() -> drained();
            case PushAnswered(Window window, var answer) ->
                Answer.read(window, answer)
                        .map(read -> answered(read, moment, pace))
                        .orElseGet(() -> failed(window, Fault.because(WaitReason.NOT_OUR_SERVER), moment, pace));
            case PushFailed(Window window, Fault fault) -> failed(window, fault, moment, pace);
            case Applied(boolean outcomesMissing) -> outcomesMissing && !isRefusedALook() ? go() : stay();
            case StoreFailed(Lane lane) ->
                lane == Lane.PUSH
                        ? waitFor(WaitReason.STORE_FAILED, Optional.empty(), List.of(), moment, pace)
                        : stay();
            case OutcomesStored() -> stay();
            case PageArrived ignored -> stay();
            case PullFailed ignored -> stay();
        };
    }

    /** Only a wait for outcomes is cut short by their arrival; a server that asked for silence gets it. */
    private boolean isRefusedALook() {
        return phase instanceof Phase.Waiting waiting && waiting.reason() != WaitReason.OUTCOME_PENDING;
    }

    private Step<PushLane> go() {
        return switch (phase) {
            case Phase.Sending ignored -> Step.to(with(new Phase.Sending(true)));
            case Phase.Resting() -> send(List.of());
            case Phase.Waiting ignored -> send(List.of());
        };
    }

    /** AG-1: it is called where nothing is under way. */
    private Step<PushLane> send(List<Instruction> before) {
        List<Instruction> instructions = new ArrayList<>(before);
        if (!online) {
            return new Step<>(with(new Phase.Resting()), instructions);
        }
        instructions.add(new Instruction.Push(limit));
        return new Step<>(with(new Phase.Sending(false)), instructions);
    }

    private Step<PushLane> connected() {
        return new PushLane(true, phase, 0, limit).go();
    }

    /** What is under way may still be answered, and its outcomes count. */
    private Step<PushLane> disconnected() {
        Phase now = phase instanceof Phase.Sending ? phase : new Phase.Resting();
        return Step.to(new PushLane(false, now, failures, limit));
    }

    private Step<PushLane> drained() {
        return switch (phase) {
            case Phase.Sending(boolean again) -> again ? send(List.of()) : Step.to(with(new Phase.Resting()));
            case Phase.Resting() -> stay();
            case Phase.Waiting ignored -> stay();
        };
    }

    private Step<PushLane> answered(Answer answer, Moment moment, Pace pace) {
        List<Instruction> kept = answer.keep();
        // A verdict moves the queue on: the trouble that came before it is over.
        PushLane eased = kept.isEmpty() ? this : new PushLane(online, phase, 0, limit);
        return switch (answer.hold()) {
            case Answer.Hold.None() -> new PushLane(online, phase, 0, Math.min(pace.batch(), limit * 2)).send(kept);
            case Answer.Hold.Pending() -> eased.waitForOutcomes(kept, moment, pace);
            case Answer.Hold.Gap(Window.Slot slot, long expected) ->
                expected < slot.previous()
                        ? send(append(kept, new Instruction.Relink(slot, expected)))
                        : eased.waitFor(WaitReason.OUT_OF_ORDER, Optional.empty(), kept, moment, pace);
            case Answer.Hold.Deferred() ->
                eased.waitFor(WaitReason.SCHEMA_TOO_NEW, Optional.empty(), kept, moment, pace);
            case Answer.Hold.Forked(String device) ->
                waitFor(
                        WaitReason.DEVICE_FORKED,
                        Optional.empty(),
                        append(kept, new Instruction.TakeNewDevice(device)),
                        moment,
                        pace);
        };
    }

    private Step<PushLane> failed(Window window, Fault fault, Moment moment, Pace pace) {
        return switch (fault) {
            case Fault.Transient(WaitReason reason, var retryAfter) ->
                waitFor(reason, retryAfter.map(Duration::toMillis), List.of(), moment, pace);
            case Fault.Resync ignored -> waitFor(WaitReason.SERVER_TROUBLE, Optional.empty(), List.of(), moment, pace);
            case Fault.Refused refused -> refused(window, refused, moment, pace);
        };
    }

    /** AG-8: halve until the culprit stands alone, or its transaction; after three refusals it is a dead letter. */
    private Step<PushLane> refused(Window window, Fault.Refused refused, Moment moment, Pace pace) {
        if (!window.isSmallest()) {
            return new PushLane(online, phase, failures, window.slots().size() / 2).send(List.of());
        }
        Window.Slot culprit = window.slots().getFirst();
        if (culprit.refusals() + 1 < ScopeMachine.MOST_REFUSALS) {
            return waitFor(
                    WaitReason.REQUEST_REFUSED,
                    Optional.empty(),
                    List.of(new Instruction.CountRefusal(culprit)),
                    moment,
                    pace);
        }
        return new PushLane(online, phase, 0, 1).send(List.of(new Instruction.SetAside(culprit, refused.problem())));
    }

    private Step<PushLane> waitForOutcomes(List<Instruction> before, Moment moment, Pace pace) {
        long delay = pace.backOff().pendingDelay(failures, moment.dice());
        return waiting(delay, WaitReason.OUTCOME_PENDING, before, moment);
    }

    private Step<PushLane> waitFor(
            WaitReason reason, Optional<Long> atLeast, List<Instruction> before, Moment moment, Pace pace) {
        long delay = Math.max(pace.backOff().delay(failures, moment.dice()), atLeast.orElse(0L));
        return waiting(BackOff.clamp(delay), reason, before, moment);
    }

    private Step<PushLane> waiting(long delay, WaitReason reason, List<Instruction> before, Moment moment) {
        Phase next = online ? new Phase.Waiting(moment.now() + delay, reason) : new Phase.Resting();
        PushLane lane = new PushLane(online, next, failures + 1, limit);
        return new Step<>(lane, append(before, new Instruction.RememberWait(delay, failures + 1, reason)));
    }

    private static List<Instruction> append(List<Instruction> instructions, Instruction last) {
        List<Instruction> all = new ArrayList<>(instructions);
        all.add(last);
        return all;
    }

    private Step<PushLane> stay() {
        return Step.to(this);
    }

    private PushLane with(Phase next) {
        return new PushLane(online, next, failures, limit);
    }
}
