package io.tidemark.simulation.promise;

import io.tidemark.merge.batch.LogEntry;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * G4 of one who is alone: a device never conflicts with itself. Its own notes are edited by nobody else. It is asked of
 * who has what he did on the screen, and goes on from what was accepted.
 */
final class AloneNeverConflicts extends Promise {
    private final Ledger ledger;

    /** Of whom it is not asked any more: what he does next may not have seen what he did. */
    private final Set<Alone> unseeing = new HashSet<>();

    /** Those of whose own notes something was refused: only the log knows that, and it may be dropped (MERGE-22). */
    private final Set<Alone> refused = new HashSet<>();

    /** The words of what was refused, and of what went on from it. */
    private final Set<String> refusedWords = new HashSet<>();

    private record Alone(String device, String scope) {}

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
            // A dead letter goes behind what was done since.
            ledger.edit(again.operation()).ifPresent(edit -> unseeing.add(alone(edit)));
        } else if (happening instanceof Happening.Withdrawn withdrawn) {
            // His rows are gone from the screen.
            unseeing.add(new Alone(withdrawn.device(), withdrawn.scope()));
        } else if (happening instanceof Happening.Heard heard) {
            heard.answer().results().stream()
                    .filter(AloneNeverConflicts::isExpired)
                    .flatMap(result -> ledger.edit(result.operation()).stream())
                    .filter(AloneNeverConflicts::isOfOwnNote)
                    // It may have taken effect (IDEM-5), and shows only when the feed brings it.
                    .forEach(edit -> unseeing.add(new Alone(heard.device(), heard.scope())));
        } else if (happening instanceof Happening.Committed committed) {
            committed.plan().log().forEach(entry -> ledger.edit(entry.key().operation())
                    .filter(AloneNeverConflicts::isOfOwnNote)
                    .ifPresent(edit -> look(edit, entry)));
        }
    }

    private static Alone alone(Edit edit) {
        return new Alone(edit.device(), edit.scope());
    }

    private static boolean isOfOwnNote(Edit edit) {
        return edit.operation().entity().id().equals("own-" + edit.device());
    }

    private static boolean isExpired(OperationResult result) {
        return result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored)
                && outcome.reason().equals(Optional.of(Reason.EXPIRED));
    }

    private void look(Edit edit, LogEntry entry) {
        boolean isRefused = entry.outcome().status() == Status.REJECTED;
        boolean goesOnFromIt =
                edit.seen().values().stream().flatMap(Collection::stream).anyMatch(refusedWords::contains);
        if (isRefused || goesOnFromIt) {
            edit.written().values().forEach(refusedWords::addAll);
        }
        if (isRefused) {
            refused.add(alone(edit));
        }
        if (ledger.wasRefusedAndAccepted(entry.key().operation())) {
            // A restore has it decided again, and its author has heard the other outcome (MS-13).
            unseeing.add(alone(edit));
        }
        boolean isOfWhatWasRefused = goesOnFromIt
                || (entry.outcome().reason().equals(Optional.of(Reason.ROW_MISSING)) && refused.contains(alone(edit)));
        boolean isAlone = edit.operation().transaction().isEmpty()
                && !ledger.isForked(edit.device())
                && !unseeing.contains(alone(edit));
        require(
                !isAlone || isOfWhatWasRefused || entry.outcome().status() != Status.CONFLICT,
                () -> edit.device() + " conflicts with itself: " + entry.key().operation() + ", " + entry.outcome());
    }
}
