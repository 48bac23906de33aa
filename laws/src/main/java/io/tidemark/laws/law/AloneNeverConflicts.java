package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Fault;
import io.tidemark.laws.history.Notes;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Status;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What one device alone edits is always applied, whatever happens on the network. Left out: devices that were cloned
 * (they are two), transactions that failed for another entity, and what goes on from such an edit or a rejected one.
 */
final class AloneNeverConflicts implements Law {
    @Override
    public String promise() {
        return "a device alone never conflicts with itself";
    }

    @Override
    public String rules() {
        return "G4, MERGE-13";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Set<String> cloned = facts.evidence().all(Event.Befell.class).stream()
                .filter(event -> event.fault() == Fault.DEVICE_CLONED)
                .map(Event.Befell::who)
                .collect(Collectors.toSet());
        Set<UUID> notHeld = TransactionsWhole.notHeld(facts);
        Set<EntityKey> disturbed = new HashSet<>(facts.turnedAway());
        for (Decision decision : facts.decisions()) {
            if (!Notes.isPrivate(decision.entity())
                    || cloned.stream().anyMatch(decision.entity().id()::contains)) {
                continue;
            }
            boolean aside = decision.transaction().filter(notHeld::contains).isPresent();
            if (aside || decision.is(Status.REJECTED)) {
                disturbed.add(decision.entity());
            } else if (!disturbed.contains(decision.entity())) {
                search.examine(decision.is(Status.APPLIED), () -> "%s, the only author of %s, got %s"
                        .formatted(decision, Names.of(decision.entity()), decision.outcome()));
            }
        }
        return search.found();
    }
}
