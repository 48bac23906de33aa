package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation;
import java.util.Optional;
import java.util.SortedMap;

/** A row with operations laid over it, one by one: however long a queue is, one of them is held. */
final class Laid {
    private Optional<SortedMap<String, Json>> fields;

    Laid(Optional<SortedMap<String, Json>> canonical) {
        this.fields = canonical;
    }

    /**
     * One that was damaged shows no more.
     *
     * @param resent whether it was acknowledged once, and goes again
     */
    void lay(Session session, String scope, String operationId, String payload, boolean resent) {
        Optional<Operation> kept = StoredPayload.operation(session, scope, operationId, payload);
        if (kept.isPresent()) {
            Operation operation = CurrentNames.shown(kept.get(), session.types());
            fields = resent ? Resent.lay(fields, operation) : Overlay.lay(fields, operation);
        }
    }

    Optional<SortedMap<String, Json>> fields() {
        return fields;
    }
}
