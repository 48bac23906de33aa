package io.tidemark.laws.law;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Each accepted value stands in the row that it was meant for or in a conflict copy of it, or an author who had it on
 * the screen has replaced or deleted it since, there or in the copy. What a flawed edit wanted is a dead letter.
 */
final class NothingLost implements Law {
    @Override
    public String promise() {
        return "no accepted value is lost that nobody saw and replaced";
    }

    @Override
    public String rules() {
        return "G4, MERGE-1, -4, -6 to -9, -14, -15, -21";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Map<EntityKey, EntityKey> copyOf = Replacement.copies(facts);
        Map<Place, List<Replacement>> replacements = Replacement.all(facts, copyOf);
        Set<Place> standing = standing(facts, copyOf);
        for (Decision decision : facts.decisions()) {
            if (decision.operation() instanceof Operation.Upsert upsert && !decision.is(Status.REJECTED)) {
                for (Place place : written(upsert, decision.saved().screen().orElseGet(TreeMap::new))) {
                    boolean replaced = replacements.getOrDefault(place, List.of()).stream()
                            .anyMatch(replacement -> replacement.accountsFor(decision));
                    search.examine(
                            replaced || standing.contains(place),
                            () -> "'%s' of %s, %s: it stands nowhere, and nobody who saw it replaced it"
                                    .formatted(place.unit(), Names.of(place.entity()), decision));
                }
            }
        }
        return search.found();
    }

    /** What was not on the screen before: a text's other lines are somebody else's, or older. */
    private static Set<Place> written(Operation.Upsert upsert, SortedMap<String, Json> screen) {
        Set<Place> written = new HashSet<>();
        upsert.fields().forEach((field, value) -> {
            if (Units.isKept(field)) {
                Set<String> units = new TreeSet<>(Units.of(field, value));
                units.removeAll(Units.of(field, screen));
                units.forEach(unit -> written.add(new Place(upsert.entity(), field, unit)));
            }
        });
        return written;
    }

    /** A copy stands for itself, and for the row that it is a copy of. */
    private static Set<Place> standing(Facts facts, Map<EntityKey, EntityKey> copyOf) {
        Set<Place> standing = new HashSet<>();
        for (CanonicalRow.Live row : facts.evidence().live().values()) {
            Optional<EntityKey> at = Optional.of(row.entity());
            while (at.isPresent()) {
                for (Map.Entry<String, Json> field : row.fields().entrySet()) {
                    for (String unit : Units.of(field.getKey(), field.getValue())) {
                        standing.add(new Place(at.get(), field.getKey(), unit));
                    }
                }
                at = Optional.ofNullable(copyOf.get(at.get()));
            }
        }
        return standing;
    }
}
