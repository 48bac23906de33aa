package io.tidemark.laws.law;

import io.tidemark.laws.history.Evidence.DeviceEnd;
import io.tidemark.protocol.operation.OperationId;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Nothing that was saved is without an outcome in the end, no queue is stuck, and what was rejected is kept. */
final class EveryEditAnswered implements Law {
    @Override
    public String promise() {
        return "every edit that was saved has an outcome, and no queue is stuck";
    }

    @Override
    public String rules() {
        return "G1, G10, ADMIT-3, -8";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        for (DeviceEnd end : facts.evidence().ends()) {
            search.examine(end.queued().isEmpty(), () -> "the queue of %s is stuck with %s"
                    .formatted(end.who(), end.queued().stream().map(Names::of).toList()));
            Set<OperationId> forgotten = new HashSet<>(end.saved());
            forgotten.removeAll(end.answered());
            search.examine(forgotten.isEmpty(), () -> "%s never heard of %s"
                    .formatted(
                            end.who(),
                            new TreeSet<>(forgotten).stream().map(Names::of).toList()));
        }
        return search.found();
    }
}
