package io.tidemark.laws.law;

import io.tidemark.laws.history.Notes;
import io.tidemark.merge.EntityState;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** A transaction that does not hold writes nothing to the rows that it names, and keeps its values in copies. */
final class SetAsideKept implements Law {
    @Override
    public String promise() {
        return "a transaction that does not hold changes no row, and its values stand in copies that name it";
    }

    @Override
    public String rules() {
        return "MERGE-21, TX-1, TX-3";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Set<UUID> notHeld = TransactionsWhole.notHeld(facts);
        Map<String, Set<Integer>> writers = writers(facts);
        for (Decision decision : facts.decisions()) {
            if (decision.transaction().filter(notHeld::contains).isPresent()
                    && decision.operation() instanceof Operation.Upsert upsert) {
                writesNothing(search, decision, upsert, writers, facts);
                if (decision.is(Status.CONFLICT)) {
                    standsInCopies(search, decision, upsert, facts);
                }
            }
        }
        return search.found();
    }

    private static void writesNothing(
            Finding.Search search,
            Decision decision,
            Operation.Upsert upsert,
            Map<String, Set<Integer>> writers,
            Facts facts) {
        SortedMap<String, Json> screen = decision.saved().screen().orElseGet(TreeMap::new);
        for (EntityState row : batchRows(decision, facts)) {
            if (row.key().equals(upsert.entity())) {
                upsert.fields().forEach((field, value) -> Units.of(field, value).forEach(unit -> {
                    boolean known = Units.of(field, screen).contains(unit)
                            || writers.getOrDefault(unit, Set.of()).size() > 1;
                    search.examine(
                            known || !Units.of(field, row.fields()).contains(unit),
                            () -> "'%s' stands in the row of %s, and the transaction of %s did not hold"
                                    .formatted(unit, Names.of(row.key()), decision));
                }));
            }
        }
    }

    private static void standsInCopies(Finding.Search search, Decision decision, Operation.Upsert upsert, Facts facts) {
        List<EntityState> copies = batchRows(decision, facts).stream()
                .filter(row -> decision.outcome().conflictCopies().contains(row.key()))
                .toList();
        if (copies.stream().anyMatch(copy -> isTouchedLater(copy, decision, facts))) {
            return; // somebody resolved or edited one of them in the same batch
        }
        Set<String> held = new HashSet<>(Set.of(Notes.REMOVED));
        copies.forEach(copy -> {
            held.addAll(copy.fields().keySet());
            held.addAll(Units.of("tags", copy.fields()));
        });
        search.examine(
                held.containsAll(upsert.fields().keySet()) && held.containsAll(added(decision, upsert, facts)),
                () -> "a copy lacks what %s wanted of %s, and its transaction did not hold"
                        .formatted(decision, Names.of(upsert.entity())));
        search.examine(
                copies.stream().allMatch(copy -> isNamed(copy, decision)),
                () -> "a copy does not name the transaction of %s".formatted(decision));
    }

    /** Fields whose changes put something in, and each element that no later operation of the batch takes out again. */
    private static Set<String> added(Decision decision, Operation.Upsert upsert, Facts facts) {
        Set<String> added = new HashSet<>();
        upsert.changes().forEach((field, change) -> {
            switch (change) {
                case Change.Increment ignored -> added.add(field);
                case Change.Elements elements -> added.addAll(elements.add());
            }
        });
        for (Decision later : facts.decisions()) {
            if (later.order() > decision.order()
                    && later.batch() == decision.batch()
                    && later.entity().equals(decision.entity())
                    && later.operation() instanceof Operation.Upsert next
                    && next.changes().get("tags") instanceof Change.Elements elements) {
                added.removeAll(elements.remove());
            }
        }
        return added;
    }

    private static boolean isTouchedLater(EntityState copy, Decision decision, Facts facts) {
        return facts.decisions().stream()
                .anyMatch(later -> later.batch() == decision.batch()
                        && later.order() > decision.order()
                        && later.entity().equals(copy.key()));
    }

    /** A copy that began with the operation says of which transaction it was. */
    private static boolean isNamed(EntityState copy, Decision decision) {
        return copy.conflict()
                .filter(origin -> !origin.operation().equals(decision.id())
                        || origin.transaction().equals(decision.transaction()))
                .isPresent();
    }

    private static List<EntityState> batchRows(Decision decision, Facts facts) {
        return List.copyOf(facts.merged().get(decision.batch()).plan().rows().values());
    }

    private static Map<String, Set<Integer>> writers(Facts facts) {
        Map<String, Set<Integer>> writers = new HashMap<>();
        for (Decision decision : facts.decisions()) {
            if (decision.operation() instanceof Operation.Upsert upsert) {
                upsert.fields().forEach((field, value) -> Units.of(field, value)
                        .forEach(unit -> writers.computeIfAbsent(unit, ignored -> new HashSet<>())
                                .add(decision.order())));
            }
        }
        return writers;
    }
}
