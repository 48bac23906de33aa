package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.ServerChange;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.HashSet;
import java.util.Set;

/** Who goes on from what was rejected gets no copy of it: the rest would be a fragment. As far back as the log goes. */
final class NoFragments implements Law {
    @Override
    public String promise() {
        return "an edit of what was rejected is rejected, and never stands alone";
    }

    @Override
    public String rules() {
        return "MERGE-8, MERGE-22";
    }

    private record Attempt(String author, EntityKey entity) {}

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Set<Attempt> rejected = new HashSet<>();
        int next = 0;
        int batch = 0;
        for (Event event : facts.evidence().events()) {
            if (event instanceof Event.Changed(ServerChange.LogDropped ignored)) {
                rejected.clear();
            }
            if (event instanceof Event.Merged) {
                while (next < facts.decisions().size()
                        && facts.decisions().get(next).batch() == batch) {
                    look(search, rejected, facts.decisions().get(next++));
                }
                batch++;
            }
        }
        return search.found();
    }

    private static void look(Finding.Search search, Set<Attempt> rejected, Decision decision) {
        Attempt attempt = new Attempt(decision.author(), decision.entity());
        if (decision.is(Status.REJECTED)) {
            rejected.add(attempt);
        }
        if (decision.is(Reason.ROW_MISSING)) {
            search.examine(
                    !rejected.contains(attempt),
                    () -> "%s stands in a copy, and what it goes on from was rejected".formatted(decision));
        }
    }
}
