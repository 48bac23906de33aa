package io.tidemark.protocol.entity;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All declared entity types: the same on device and server. */
public record EntityTypes(SortedMap<String, EntityType> byName) {
    public EntityTypes {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    public static EntityTypes of(Collection<EntityType> types) {
        TreeMap<String, EntityType> byName = new TreeMap<>();
        types.forEach(type -> byName.put(type.name(), type));
        return new EntityTypes(byName);
    }

    public Optional<EntityType> find(String type) {
        return Optional.ofNullable(byName.get(type));
    }
}
