package io.tidemark.agent.store;

import io.tidemark.protocol.operation.Operation;
import java.util.Optional;

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

    /** Empty if it was damaged. A key that is missing is no such thing, and throws: it may be there the next time. */
    static Optional<Payload> read(Session session, String scope, String operationId, String stored) {
        try {
            String text = open(session, scope, operationId, stored);
            return Optional.of(Payload.asItWas(Stored.operation(text), text));
        } catch (StoreFailure e) {
            if (e.isOfKey()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    static Optional<Operation> operation(Session session, String scope, String operationId, String stored) {
        return read(session, scope, operationId, stored).map(Payload::operation);
    }
}
