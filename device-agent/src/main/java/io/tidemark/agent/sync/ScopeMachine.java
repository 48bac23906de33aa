package io.tidemark.agent.sync;

import java.util.List;

/**
 * The synchronisation of one scope: {@code step(state, event)} gives the next state and what is to be done. Two lanes
 * that hear the same events and never wait for each other.
 */
public final class ScopeMachine {
    /** So often the server may refuse a request with one operation alone, before it becomes a dead letter. */
    static final int MOST_REFUSALS = 3;

    /** Where a scope stands between two events. */
    public record ScopeState(PushLane push, PullLane pull) {
        /**
         * A scope as it is found at start: it pulls at once, and pushes when its stored wait is over.
         *
         * @param delay what is left of the wait, by a clock that may have jumped; it is clamped
         */
        public static ScopeState opened(
                boolean online, long delay, int failures, WaitReason reason, Moment moment, Pace pace) {
            return new ScopeState(
                    PushLane.opened(online, delay, failures, reason, moment, pace), PullLane.opened(online, moment));
        }

        /** The monotonic milliseconds at which a tick is due; {@code Long.MAX_VALUE} if nothing waits for one. */
        public long nextTick() {
            long push =
                    push().phase() instanceof PushLane.Phase.Waiting w && push().online() ? w.until() : Long.MAX_VALUE;
            long pull =
                    pull().phase() instanceof PullLane.Phase.Resting r && pull().online() ? r.until() : Long.MAX_VALUE;
            return Math.min(push, pull);
        }

        /** What the user is told: why the queue waits, or else why the pull does. */
        public WaitReason waiting() {
            if (!push.online()) {
                return WaitReason.OFFLINE;
            }
            if (push.phase() instanceof PushLane.Phase.Waiting w && w.reason() != WaitReason.NONE) {
                return w.reason();
            }
            return pull.phase() instanceof PullLane.Phase.Resting r ? r.reason() : WaitReason.NONE;
        }
    }

    /** Both lanes' instructions are carried out in order; a lane's failure stops only its own. */
    public record Turn(ScopeState state, List<Instruction> push, List<Instruction> pull) {}

    private ScopeMachine() {}

    public static Turn step(ScopeState state, Event event, Moment moment, Pace pace) {
        Step<PushLane> push = state.push().on(event, moment, pace);
        Step<PullLane> pull = state.pull().on(event, moment, pace);
        return new Turn(new ScopeState(push.state(), pull.state()), push.instructions(), pull.instructions());
    }
}
