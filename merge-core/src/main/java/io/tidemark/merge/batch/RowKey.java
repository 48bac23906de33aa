package io.tidemark.merge.batch;

import io.tidemark.protocol.operation.EntityKey;
import java.util.Comparator;

/** An entity of a scope. */
public record RowKey(ScopeKey scope, EntityKey entity) implements Comparable<RowKey> {
    private static final Comparator<RowKey> ORDER =
            Comparator.comparing(RowKey::scope).thenComparing(RowKey::entity);

    @Override
    public int compareTo(RowKey other) {
        return ORDER.compare(this, other);
    }
}
