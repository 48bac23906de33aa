package io.tidemark.simulation.promise;

import io.tidemark.protocol.operation.OperationId;
import java.util.HashSet;
import java.util.Set;

/** G12: what a restore of the database has lost is applied again, from the log or by the devices. */
final class RestoreRepaired extends Promise {
    private final Ledger ledger;

    RestoreRepaired(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G12";
    }

    @Override
    public String words() {
        return "what a restored database has lost is applied again";
    }

    @Override
    protected void on(Happening happening) {
        // It is promised of the end.
    }

    @Override
    protected void atRest(Rest rest) {
        Set<OperationId> standing = new HashSet<>();
        rest.history().forEach(commit -> commit.plan()
                .log()
                .forEach(entry -> standing.add(entry.key().operation())));
        rest.devices().forEach(each -> each.rows()
                .letters
                .forEach(letter -> standing.add(letter.entry().id())));
        for (OperationId id : ledger.everDecided()) {
            OperationId latest = ledger.latest(id);
            require(
                    standing.contains(id) || standing.contains(latest) || ledger.isExcused(latest),
                    () -> id + " was decided once; the restored server does not know it, and nobody sends it again");
        }
    }
}
