package io.tidemark.simulation.promise;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.simulation.device.Departures.How;
import io.tidemark.simulation.device.Entry;
import java.util.HashSet;
import java.util.Set;

/** G1: an accepted edit ends in the operation log, or stands in the dead letters; until then it is in the queue. */
final class NothingForgotten extends Promise {
    private final Ledger ledger;

    NothingForgotten(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G1";
    }

    @Override
    public String words() {
        return "an accepted edit ends in the log or in the dead letters, and is in the queue until then";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Left left && left.how() == How.RETIRED) {
            Entry entry = left.entry();
            require(
                    entry.state == Entry.State.REJECTED
                            || !ledger.outcomes(entry.id()).isEmpty(),
                    () -> left.device() + " let " + entry.id() + " go, and no server ever decided it");
        }
    }

    /**
     * What was accepted before a restore may be refused after it, if its author has lost his membership since: the
     * service lists it for the operator (MS-13), as the device has let it go.
     */
    @Override
    protected void atRest(Rest rest) {
        Set<OperationId> kept = new HashSet<>();
        Set<OperationId> rejected = new HashSet<>();
        rest.history().forEach(commit -> commit.plan().log().forEach(entry -> {
            (entry.outcome().status() == Status.REJECTED ? rejected : kept)
                    .add(entry.key().operation());
        }));
        rest.devices().forEach(each -> {
            each.rows().letters.forEach(letter -> kept.add(letter.entry().id()));
            each.rows().queue.forEach(entry -> kept.add(entry.id()));
        });
        rest.devices().forEach(each -> each.rows()
                .letters
                .forEach(letter -> require(
                        letter.decided() || letter.reason().equals(ProblemType.SCOPE_NOT_FOUND.slug()),
                        () -> each.device() + " gave " + letter.entry().id() + " up for '" + letter.reason()
                                + "', and no server has refused it")));
        for (Edit edit : ledger.edits().values()) {
            OperationId id = ledger.latest(edit.operation().id());
            require(
                    kept.contains(id) || ledger.isExcused(id) || (rejected.contains(id) && ledger.wasAcceptedOnce(id)),
                    () -> (rejected.contains(id) ? "a refused edit of " : "an edit of ") + edit.device()
                            + " is nowhere: " + edit.operation().id() + ", which went on as " + id);
        }
    }
}
