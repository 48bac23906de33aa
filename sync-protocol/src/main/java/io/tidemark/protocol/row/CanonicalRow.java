package io.tidemark.protocol.row;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** An entity as every reader of its scope gets it. */
public sealed interface CanonicalRow {
    EntityKey entity();

    /** One more for each operation that changed the row; at least 1. */
    long version();

    /** Where the row stands in its scope's feed; an entity stands once, at its last position. */
    long position();

    record Live(
            EntityKey entity,
            long version,
            long position,
            SortedMap<String, Json> fields,
            Optional<ConflictOrigin> conflict)
            implements CanonicalRow {
        public Live {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }
    }

    /** A deleted entity. */
    record Tombstone(EntityKey entity, long version, long position) implements CanonicalRow {}
}
