package io.tidemark.laws.history;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import java.util.SortedMap;
import java.util.TreeMap;

/** What somebody wants, before a device has made an operation of it. */
sealed interface Draft {
    EntityKey entity();

    record Put(EntityKey entity, SortedMap<String, Json> fields, SortedMap<String, Change> changes) implements Draft {
        Put(EntityKey entity, SortedMap<String, Json> fields) {
            this(entity, fields, new TreeMap<>());
        }
    }

    record Remove(EntityKey entity) implements Draft {}
}
