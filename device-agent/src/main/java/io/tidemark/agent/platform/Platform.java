package io.tidemark.agent.platform;

/**
 * How an agent is driven.
 *
 * @param resident whether the agent has a thread of its own; else it works only inside of a run
 * @param scheduler is asked for a run while edits wait
 */
public record Platform(
        boolean resident, Surroundings surroundings, Constraints constraints, Scheduler scheduler, Ticker ticker) {
    /** A process that is always there: a desktop, a kiosk, a server. */
    public static final Platform RESIDENT = new Platform(
            true, Surroundings.always(Conditions.GOOD), Constraints.NONE, Scheduler.none(), Ticker.system());

    /** The thread of the agent works as long as the process lives, and a scheduler starts a new one where need be. */
    public Platform with(Scheduler other) {
        return new Platform(resident, surroundings, constraints, other, ticker);
    }

    public Platform with(Surroundings other) {
        return new Platform(resident, other, constraints, scheduler, ticker);
    }

    public Platform with(Constraints other) {
        return new Platform(resident, surroundings, other, scheduler, ticker);
    }

    public Platform with(Ticker other) {
        return new Platform(resident, surroundings, constraints, scheduler, other);
    }

    /** No thread of its own: everything happens inside of {@code run}. */
    public Platform driven() {
        return new Platform(false, surroundings, constraints, scheduler, ticker);
    }
}
