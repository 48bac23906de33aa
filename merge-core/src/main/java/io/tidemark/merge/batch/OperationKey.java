package io.tidemark.merge.batch;

import io.tidemark.protocol.operation.OperationId;
import java.util.Comparator;

/** An operation of a scope: unique so, never by device. */
public record OperationKey(ScopeKey scope, OperationId operation) implements Comparable<OperationKey> {
    private static final Comparator<OperationKey> ORDER =
            Comparator.comparing(OperationKey::scope).thenComparing(OperationKey::operation);

    @Override
    public int compareTo(OperationKey other) {
        return ORDER.compare(this, other);
    }
}
