package io.tidemark.simulation.promise;

import java.util.List;

/** All promises that a world is held to. */
public final class Promises {
    private final Ledger ledger = new Ledger();
    private final List<Promise> all = List.of(
            new NothingForgotten(ledger),
            new OneOutcome(ledger),
            new OrderKept(ledger),
            new NothingLost(ledger),
            new TransactionsWhole(ledger),
            new AloneNeverConflicts(ledger),
            new PullsComplete(),
            new Convergence(),
            new OwnEditsShown(ledger),
            new Isolation(),
            new NothingSticks(),
            new NothingRises(),
            new RestoreRepaired(ledger),
            new ServerLeftAlone());

    public List<Promise> all() {
        return all;
    }

    public void tell(Happening happening) {
        ledger.on(happening);
        for (Promise promise : all) {
            promise.on(happening);
        }
    }

    public void atRest(Rest rest) {
        for (Promise promise : all) {
            promise.atRest(rest);
        }
    }
}
