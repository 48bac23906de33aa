package io.tidemark.protocol.entity;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A declared entity type.
 *
 * @param schema the version of this declaration; a newer operation waits until the server knows it
 */
public record EntityType(String name, int schema, SortedMap<String, Field> fields) {
    /**
     * The largest row, in UTF-16 code units. A conflict copy holds a value up to three times (ours, theirs, seen), and a
     * page is read whole: what is larger could be written and never read again.
     */
    public static final long LARGEST_ROW = 400_000;

    /** Characters of a type's name. */
    public static final int LONGEST_NAME = 64;

    public EntityType {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    long largestRow() {
        return fields.values().stream().mapToLong(Field::largest).sum();
    }

    public Optional<Field> field(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Of a field that is no longer declared, nobody's value may be overwritten unseen. */
    public MergePolicy policy(String field) {
        return field(field).map(Field::policy).orElse(MergePolicy.MANUAL);
    }
}
