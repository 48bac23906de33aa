package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.SeenValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an operation shows that was acknowledged once and is sent again, since the server was restored: it is in the
 * canonical row already, or the restore has lost it. The row tells which: where it holds what the author had seen, the
 * edit was lost, and shows until it is merged again; where it holds anything else, the row is right. Of increments and
 * elements it cannot be told, so they do not show.
 */
public final class Resent {
    private Resent() {}

    public static Optional<SortedMap<String, Json>> lay(Optional<SortedMap<String, Json>> below, Operation operation) {
        return switch (operation) {
            case Operation.Upsert upsert
            when upsert.basis() instanceof Basis.Nothing -> below.isPresent() ? below : Optional.of(upsert.fields());
            case Operation.Upsert upsert -> below.map(row -> edited(row, upsert));
            case Operation.Delete delete -> below.filter(row -> !sawAll(row, delete));
        };
    }

    private static SortedMap<String, Json> edited(SortedMap<String, Json> row, Operation.Upsert upsert) {
        TreeMap<String, Json> fields = new TreeMap<>(row);
        upsert.fields().forEach((field, value) -> {
            if (saw(row, upsert.basis(), field)) {
                fields.put(field, value);
            }
        });
        return fields;
    }

    private static boolean sawAll(SortedMap<String, Json> row, Operation.Delete delete) {
        return row.keySet().stream().allMatch(field -> saw(row, delete.basis(), field));
    }

    private static boolean saw(SortedMap<String, Json> row, Basis basis, String field) {
        Map<String, SeenValue> seen = basis instanceof Basis.Seen(var fields) ? fields : Map.of();
        return Optional.ofNullable(seen.get(field))
                .filter(value -> value.matches(Optional.ofNullable(row.get(field))))
                .isPresent();
    }
}
