package io.tidemark.protocol.entity;

import io.tidemark.protocol.json.Json;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A declared field.
 *
 * @param name as the newest version calls it
 * @param maxLength of a string, or of each of an array's strings, in UTF-16 code units
 * @param maxItems of an array
 * @param merge the name of the application's own policy, where the policy is {@code own}
 * @param history how older versions know it
 */
public record Field(
        String name,
        FieldType type,
        MergePolicy policy,
        int maxLength,
        int maxItems,
        Optional<String> merge,
        FieldHistory history) {
    /** What a field may hold at most, however it is declared. */
    public static final int LONGEST = 262_144;

    public static final int MOST_ITEMS = 1_000;

    /** What it may hold where the declaration does not say: in a string or JSON, in an array's string, and items. */
    static final int DEFAULT_LENGTH = 10_000;

    static final int DEFAULT_ITEM_LENGTH = 1_000;
    static final int DEFAULT_ITEMS = 100;

    /** The largest value, in UTF-16 code units. */
    long largest() {
        return switch (type) {
            case STRING, JSON -> maxLength;
            case STRINGS -> (long) maxLength * maxItems;
            case BOOLEAN, INTEGER, NUMBER -> 0;
        };
    }

    public boolean accepts(Json value) {
        return type.accepts(value, this);
    }

    /** SCHEMA-6: the name that it had first, under which rows hold it for ever. */
    public String storedName() {
        return firstOf(history.renames());
    }

    /** What that schema version calls it; empty if it does not know it. */
    public Optional<String> nameAt(int version) {
        if (!history.covers(version)) {
            return Optional.empty();
        }
        return Optional.of(firstOf(history.renames().tailMap(version + 1)));
    }

    private String firstOf(SortedMap<Integer, String> renames) {
        return renames.values().stream().findFirst().orElse(name);
    }

    public boolean isRemoved() {
        return history.removed().isPresent();
    }

    boolean wasEverNamed(String anyName) {
        return name.equals(anyName) || history.renames().containsValue(anyName);
    }
}
