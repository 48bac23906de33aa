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
    public EntityType {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    public Optional<Field> field(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Of a field that is no longer declared, nobody's value may be overwritten unseen. */
    public MergePolicy policy(String field) {
        return field(field).map(Field::policy).orElse(MergePolicy.MANUAL);
    }
}
