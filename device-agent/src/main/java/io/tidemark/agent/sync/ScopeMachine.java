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
        /** A scope as it is found at start: it pulls at once, and pushes when its stored wait is over. */
        public static ScopeState opened(WaitReason hindrance, StoredWait wait, Moment moment, Pace pace) {
            PushLane.Phase phase = wait.phase(moment, pace.backOff());
            return new ScopeState(
                    new PushLane(hindrance, phase, wait.failures(), pace.batch()), PullLane.opened(hindrance, moment));
        }

        /** The monotonic milliseconds at which a tick is due; {@code Long.MAX_VALUE} if nothing waits for one. */
        public long nextTick() {
            return hindrance() == WaitReason.NONE ? Math.min(pushDue(), pullDue()) : Long.MAX_VALUE;
        }

        /** When the queue goes on by itself, were it allowed to; {@code Long.MAX_VALUE} if it has nothing to wait for. */
        public long pushDue() {
            return push.phase() instanceof PushLane.Phase.Waiting w ? w.until() : Long.MAX_VALUE;
        }

        private long pullDue() {
            return pull.phase() instanceof PullLane.Phase.Resting r ? r.until() : Long.MAX_VALUE;
        }

        /** Whether the queue was found empty, and nothing was saved since. */
        public boolean isDrained() {
            return push.phase() instanceof PushLane.Phase.Resting(boolean drained) && drained;
        }

        public WaitReason hindrance() {
            return push.hindrance();
        }

        /** Whether no request is under way that anybody waits for. */
        public boolean isIdle() {
            return !(push.phase() instanceof PushLane.Phase.Sending)
                    && !(pull.phase() instanceof PullLane.Phase.Fetching);
        }

        /** What the user is told: what hinders it, why the queue waits, or else why the pull does. */
        public WaitReason waiting() {
            if (hindrance() != WaitReason.NONE) {
                return hindrance();
            }
            if (push.phase() instanceof PushLane.Phase.Waiting w && w.reason() != WaitReason.NONE) {
                return w.reason();
            }
            if (pull.phase() instanceof PullLane.Phase.Resting r && r.reason() != WaitReason.NONE) {
                return r.reason();
            }
            return pull.showing().torn() ? WaitReason.NO_CHECKPOINT : WaitReason.NONE;
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
