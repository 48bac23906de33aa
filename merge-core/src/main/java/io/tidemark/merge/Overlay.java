package io.tidemark.merge;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a device shows: its pending operations, laid one by one over the canonical row. */
public final class Overlay {
    private Overlay() {}

    /**
     * MERGE-11: an own edit stays on the screen until it is superseded, whatever was pulled beneath it.
     *
     * @param below the visible fields beneath the operation; empty if there is no such entity
     */
    public static Optional<SortedMap<String, Json>> lay(Optional<SortedMap<String, Json>> below, Operation operation) {
        return switch (operation) {
            case Delete ignored -> Optional.empty();
            case Upsert upsert -> {
                TreeMap<String, Json> fields = below.map(TreeMap::new).orElseGet(TreeMap::new);
                fields.putAll(upsert.fields());
                upsert.changes().forEach((field, change) -> fields.put(field, shown(fields.get(field), change)));
                yield Optional.of(fields);
            }
        };
    }

    private static Json shown(@Nullable Json below, Change change) {
        return switch (change) {
            case Change.Increment(long by) -> {
                long sum = (below instanceof Json.Num number ? number.asLong() : 0) + by;
                // Beyond exact integers the server will not follow; the screen shows what it can.
                yield Json.of(Math.clamp(sum, -Json.MAX_SAFE_INTEGER, Json.MAX_SAFE_INTEGER));
            }
            case Change.Elements(var add, var remove, long ignored) -> {
                TreeSet<String> elements = new TreeSet<>(below == null ? Set.of() : FieldWrite.elements(below));
                elements.removeAll(remove);
                elements.addAll(add);
                yield Json.strings(List.copyOf(elements));
            }
        };
    }
}
