package io.tidemark.protocol.entity;

import io.tidemark.protocol.json.Json;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which schema versions of its type know a field, and under which names.
 *
 * @param since the version that added it
 * @param renames by the version that renamed it, the name before; each later than {@code since}
 * @param removed the version that removed it, later than all others; empty for a field that stands
 * @param defaultValue what a row shows where the field was never written
 */
public record FieldHistory(
        int since, SortedMap<Integer, String> renames, OptionalInt removed, Optional<Json> defaultValue) {
    public FieldHistory {
        renames = Collections.unmodifiableSortedMap(new TreeMap<>(renames));
    }

    boolean covers(int version) {
        return version >= since && (removed.isEmpty() || version < removed.getAsInt());
    }

    /** Whether rows look the same to every version, as far as this field goes. */
    boolean isPlain() {
        return since == 1 && renames.isEmpty() && removed.isEmpty() && defaultValue.isEmpty();
    }
}
