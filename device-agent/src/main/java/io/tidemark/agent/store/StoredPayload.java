package io.tidemark.agent.store;

import io.tidemark.protocol.operation.Operation;

/** Payloads as they are kept: encrypted whole if a field of the entity's type is (AG-35). */
final class StoredPayload {
    private static final String PAYLOAD = "payload";

    private StoredPayload() {}

    static String seal(Session session, String scope, Payload payload) {
        Operation operation = payload.operation();
        return session.vault().fields(operation.entity().type()).isEmpty()
                ? payload.text()
                : session.seal(payload.text(), scope, operation.id().toString(), PAYLOAD);
    }

    static String open(Session session, String scope, String operationId, String stored) {
        return session.open(stored, scope, operationId, PAYLOAD);
    }

    static Operation operation(Session session, String scope, String operationId, String stored) {
        return Stored.operation(open(session, scope, operationId, stored));
    }
}
