package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** G4 of a transaction: it applies whole, in one commit, or nothing of it does. */
final class TransactionsWhole extends Promise {
    private final Ledger ledger;

    TransactionsWhole(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G4";
    }

    @Override
    public String words() {
        return "a transaction applies whole, in one commit, or not at all";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Committed committed) {
            Map<UUID, List<LogEntry>> together = new TreeMap<>();
            for (LogEntry entry : committed.plan().log()) {
                part(entry).ifPresent(part -> together.computeIfAbsent(part.id(), ignored -> new ArrayList<>())
                        .add(entry));
            }
            together.values().forEach(this::look);
        }
    }

    private Optional<TransactionPart> part(LogEntry entry) {
        return ledger.edit(entry.key().operation())
                .flatMap(edit -> edit.operation().transaction());
    }

    private void look(List<LogEntry> entries) {
        TransactionPart part = part(entries.getFirst()).orElseThrow();
        boolean holds = entries.stream().allMatch(TransactionsWhole::holds);
        boolean isAside = entries.stream().noneMatch(TransactionsWhole::tookEffect);
        require(holds || isAside, () -> "of transaction " + part.id() + " some took effect: " + entries);
        require(
                isAside || entries.size() == part.size(),
                () -> "of transaction " + part.id() + " " + entries.size() + " of " + part.size() + " were decided");
    }

    private static boolean tookEffect(LogEntry entry) {
        Status status = entry.outcome().status();
        return status == Status.APPLIED || status == Status.MERGED;
    }

    private static boolean holds(LogEntry entry) {
        return tookEffect(entry) && !entry.outcome().reason().equals(Optional.of(Reason.DELETE_SUPERSEDED));
    }
}
