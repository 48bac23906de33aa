package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entity as the app shows it: the canonical row with the device's own pending edits on top.
 *
 * @param version of the canonical row beneath, 0 if there is none: own edits on top do not raise it
 * @param conflict what makes it a conflict copy
 * @param pending whether an edit of it is still in the queue
 */
public record VisibleRow(
        EntityKey entity,
        long version,
        SortedMap<String, Json> fields,
        Optional<ConflictOrigin> conflict,
        boolean pending) {
    public VisibleRow {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }
}
