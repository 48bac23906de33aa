package io.tidemark.simulation.device;

import io.tidemark.protocol.operation.OperationId;

/** Told when an operation leaves a device's queue: the moment at which it could be lost. */
public interface Departures {
    /** The way out. */
    enum How {
        /** Its outcome is known, and the feed has passed it. */
        RETIRED,
        /** It is a dead letter. */
        BURIED,
        /** Another operation that holds it stands in its place. */
        REPLACED
    }

    void left(String scope, Entry entry, How how);

    /** It goes on under another id, in other words or after another try. */
    void renamed(OperationId before, OperationId after);
}
