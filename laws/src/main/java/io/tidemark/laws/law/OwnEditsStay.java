package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** An edit stays on its author's screen until its outcome is known and the feed has passed it. */
final class OwnEditsStay implements Law {
    @Override
    public String promise() {
        return "an own edit stays on the screen until the feed has passed its outcome";
    }

    @Override
    public String rules() {
        return "G7, MERGE-11, BATCH-4";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        for (Event.Checkpoint checkpoint : facts.evidence().all(Event.Checkpoint.class)) {
            checkpoint
                    .retired()
                    .forEach((operation, outcome) -> search.examine(
                            outcome.position().orElse(0) <= checkpoint.position(),
                            () -> "%s let operation %s go at position %d, and its effect is at %s"
                                    .formatted(
                                            checkpoint.who(),
                                            Names.of(operation),
                                            checkpoint.position(),
                                            outcome.position())));
            expected(checkpoint).forEach((entity, fields) -> {
                SortedMap<String, Json> shown = checkpoint.screens().getOrDefault(entity, new TreeMap<>());
                fields.forEach((field, value) -> search.examine(
                        Objects.equals(shown.get(field), value), () -> "%s does not show what it saved: %s of %s"
                                .formatted(checkpoint.who(), field, Names.of(entity))));
            });
        }
        return search.found();
    }

    /** The last values that are pending; nothing of what a pending delete has hidden. */
    private static Map<EntityKey, Map<String, Json>> expected(Event.Checkpoint checkpoint) {
        Map<EntityKey, Map<String, Json>> expected = new HashMap<>();
        for (Operation pending : checkpoint.pending()) {
            switch (pending) {
                case Operation.Upsert upsert -> {
                    Map<String, Json> fields = expected.computeIfAbsent(upsert.entity(), ignored -> new HashMap<>());
                    fields.putAll(upsert.fields());
                    fields.keySet().removeAll(upsert.changes().keySet());
                }
                case Operation.Delete delete -> expected.remove(delete.entity());
            }
        }
        return expected;
    }
}
