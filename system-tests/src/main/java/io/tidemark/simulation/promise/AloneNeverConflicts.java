package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** G4 of one who is alone: a device never conflicts with itself. Its own notes are edited by nobody else. */
final class AloneNeverConflicts extends Promise {
    private final Ledger ledger;

    /** Those that sent a dead letter again, or lost sight of their rows: what they do next has not seen what they did. */
    private final Set<String> unseeing = new HashSet<>();

    /** Those of whose own notes something was refused: only the log knows that, and it may be dropped (MERGE-22). */
    private final Set<String> refused = new HashSet<>();

    AloneNeverConflicts(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String id() {
        return "G4";
    }

    @Override
    public String words() {
        return "a device alone never conflicts with itself";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.SentAgain again) {
            unseeing.add(again.device());
        } else if (happening instanceof Happening.Withdrawn withdrawn) {
            unseeing.add(withdrawn.device());
        } else if (happening instanceof Happening.Committed committed) {
            committed.plan().log().forEach(entry -> ledger.edit(entry.key().operation())
                    .ifPresent(edit -> look(edit, entry)));
        }
    }

    private void look(Edit edit, LogEntry entry) {
        boolean isOwn = edit.operation().entity().id().equals("own-" + edit.device());
        if (isOwn && entry.outcome().status() == Status.REJECTED) {
            refused.add(edit.device());
        }
        boolean isOfWhatWasRefused =
                entry.outcome().reason().equals(Optional.of(Reason.ROW_MISSING)) && refused.contains(edit.device());
        boolean isAlone = isOwn
                && edit.operation().transaction().isEmpty()
                && !ledger.isForked(edit.device())
                && !unseeing.contains(edit.device());
        require(
                !isAlone || isOfWhatWasRefused || entry.outcome().status() != Status.CONFLICT,
                () -> edit.device() + " conflicts with itself: " + entry.key().operation() + ", " + entry.outcome());
    }
}
