package io.tidemark.merge;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;

/**
 * Who asks for an operation, and where.
 *
 * @param scope tenant and scope in one unambiguous key
 * @param name the device, or the subject of a single-entity request
 */
public record Author(String scope, String name) {

    /** The id of the copy that holds what this author lost with this operation: a replay makes no second one. */
    EntityKey copyOf(EntityKey entity, OperationId operation) {
        String name5 = String.join("\n", scope, entity.type(), entity.id(), name, operation.toString());
        return new EntityKey(entity.type(), NameUuid.of(name5).toString());
    }
}
