package io.tidemark.merge;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
                yield Optional.of(fields);
            }
        };
    }
}
