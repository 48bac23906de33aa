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

    /** @param resent whether it was acknowledged once, and goes again */
    void lay(Session session, String scope, String operationId, String payload, boolean resent) {
        Operation operation =
                CurrentNames.shown(StoredPayload.operation(session, scope, operationId, payload), session.types());
        fields = resent ? Resent.lay(fields, operation) : Overlay.lay(fields, operation);
    }

    Optional<SortedMap<String, Json>> fields() {
        return fields;
    }
}
