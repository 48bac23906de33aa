package io.tidemark.laws.law;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An element that was put in stands, unless somebody took it out who had met that addition, or deleted the entity with
 * the element on his screen. An element that was put in again is another addition.
 */
final class AdditionsWin implements Law {
    @Override
    public String promise() {
        return "an element stays in its set until somebody takes it out who had met it";
    }

    @Override
    public String rules() {
        return "G4, MERGE-18";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        List<Decision> decisions = facts.decisions();
        for (Decision decision : decisions) {
            if (decision.tookEffect() && elements(decision) instanceof Change.Elements elements) {
                for (String element : elements.add()) {
                    boolean met = decisions.subList(decision.order() + 1, decisions.size()).stream()
                            .anyMatch(later -> takesOut(later, decision, element));
                    search.examine(
                            met || stands(facts, decision.entity(), element),
                            () -> "'%s', put into %s by %s, is gone, and nobody who had met it took it out"
                                    .formatted(element, Names.of(decision.entity()), decision));
                }
            }
        }
        return search.found();
    }

    private static Change elements(Decision decision) {
        return decision.operation() instanceof Operation.Upsert upsert
                ? upsert.changes().getOrDefault("tags", new Change.Increment(1))
                : new Change.Increment(1);
    }

    private static boolean takesOut(Decision later, Decision addition, String element) {
        if (!later.entity().equals(addition.entity())) {
            return false;
        }
        if (later.operation() instanceof Operation.Delete) {
            Map<String, Json> screen = later.saved().screen().orElseGet(TreeMap::new);
            return later.is(Status.APPLIED) && Units.of("tags", screen).contains(element);
        }
        return !later.is(Status.REJECTED)
                && elements(later) instanceof Change.Elements(var ignored, var removed, long seenVersion)
                && removed.contains(element)
                && (later.author().equals(addition.author())
                        || addition.outcome().version().orElse(Long.MAX_VALUE) <= seenVersion);
    }

    private static boolean stands(Facts facts, EntityKey entity, String element) {
        return Optional.ofNullable(facts.evidence().live().get(entity))
                .map(CanonicalRow.Live::fields)
                .filter(fields -> Units.of("tags", fields).contains(element))
                .isPresent();
    }
}
