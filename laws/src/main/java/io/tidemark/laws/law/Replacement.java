package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.merge.EntityState;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Somebody who had a value on the screen put another in its place, or deleted it.
 *
 * @param inCopy whether it stood in a conflict copy of the place
 * @param aside whether his transaction did not hold: then he replaced nothing but what stands in copies of his own
 */
record Replacement(Decision by, boolean inCopy, boolean aside) {

    /** Whether the value of that decision may be gone. */
    boolean accountsFor(Decision decision) {
        boolean later = by.order() > decision.order();
        // Who moves a value from its copy to the row does both in one transaction: what he moved has to stand.
        boolean moved =
                inCopy && by.transaction().isPresent() && by.transaction().equals(decision.transaction());
        boolean inOwnCopy = decision.is(Status.CONFLICT) && decision.author().equals(by.author());
        boolean together = by.transaction().equals(decision.transaction());
        return later && !moved && (!aside || (inOwnCopy && (together || !by.is(Status.REJECTED))));
    }

    static Map<EntityKey, EntityKey> copies(Facts facts) {
        Map<EntityKey, EntityKey> copyOf = new HashMap<>();
        for (Event.Merged batch : facts.merged()) {
            for (EntityState row : batch.plan().rows().values()) {
                row.conflict()
                        .ifPresent(origin ->
                                copyOf.put(row.key(), new EntityKey(row.key().type(), origin.of())));
            }
        }
        return copyOf;
    }

    static Map<Place, List<Replacement>> all(Facts facts, Map<EntityKey, EntityKey> copyOf) {
        Map<Place, List<Replacement>> all = new HashMap<>();
        Set<UUID> aside = TransactionsWhole.notHeld(facts);
        for (Decision decision : facts.decisions()) {
            boolean isAside = decision.transaction().filter(aside::contains).isPresent();
            replaced(decision, isAside, facts)
                    .forEach((field, units) -> units.forEach(unit -> {
                        put(all, new Place(decision.entity(), field, unit), new Replacement(decision, false, isAside));
                        EntityKey of = copyOf.get(decision.entity());
                        if (of != null) {
                            put(all, new Place(of, field, unit), new Replacement(decision, true, isAside));
                        }
                    }));
        }
        return all;
    }

    private static void put(Map<Place, List<Replacement>> all, Place place, Replacement replacement) {
        all.computeIfAbsent(place, ignored -> new ArrayList<>()).add(replacement);
    }

    /** What the author saw, and does not keep. In a transaction that did not hold, its deletes say what it went on from. */
    private static SortedMap<String, Set<String>> replaced(Decision decision, boolean aside, Facts facts) {
        TreeMap<String, Set<String>> replaced = new TreeMap<>();
        SortedMap<String, Json> screen = decision.saved().screen().orElseGet(TreeMap::new);
        switch (decision.operation()) {
            case Operation.Delete ignored -> {
                if (decision.is(Status.APPLIED) || aside) {
                    screen.forEach((field, value) -> replaced.put(field, Units.of(field, value)));
                }
            }
            case Operation.Upsert upsert -> {
                if (!decision.is(Status.REJECTED)) {
                    Set<String> lost = lostFields(decision, facts);
                    upsert.fields().forEach((field, value) -> {
                        Set<String> gone = new HashSet<>(Units.of(field, screen));
                        gone.removeAll(Units.of(field, value));
                        if (!lost.contains(field)) {
                            replaced.put(field, gone);
                        }
                    });
                }
            }
        }
        return replaced;
    }

    /**
     * The fields of which the operation's values stand in a copy that began with it: they replaced nothing. A copy of a
     * transaction does not say which of its operations lost which field: {@link #aside} does.
     */
    private static Set<String> lostFields(Decision decision, Facts facts) {
        Set<String> lost = new HashSet<>();
        for (EntityState row :
                facts.merged().get(decision.batch()).plan().rows().values()) {
            row.conflict()
                    .filter(origin -> origin.operation().equals(decision.id())
                            && origin.transaction().isEmpty())
                    .ifPresent(origin -> lost.addAll(origin.seen().keySet()));
        }
        return lost;
    }
}
