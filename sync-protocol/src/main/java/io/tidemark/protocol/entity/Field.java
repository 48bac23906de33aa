package io.tidemark.protocol.entity;

import io.tidemark.protocol.json.Json;

/**
 * A declared field.
 *
 * @param maxLength of a string, or of each of an array's strings, in UTF-16 code units
 * @param maxItems of an array
 */
public record Field(String name, FieldType type, MergePolicy policy, int maxLength, int maxItems) {
    /** What a field may hold at most, however it is declared. */
    public static final int LONGEST = 262_144;

    public static final int MOST_ITEMS = 1_000;

    public boolean accepts(Json value) {
        return type.accepts(value, this);
    }
}
