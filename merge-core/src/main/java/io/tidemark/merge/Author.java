package io.tidemark.merge;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;

/**
 * Who asks for an operation, and where.
 *
 * @param scope tenant and scope in one unambiguous key
 * @param name the subject and his device, in one unambiguous key
 * @param chained whether the operation stands in a device's chain: then what this author did before is his own. Clients
 *     of single-entity requests have no such name: two of them may be two people at one account
 */
public record Author(String scope, String name, boolean chained) {
    /** A device. */
    public Author(String scope, String name) {
        this(scope, name, true);
    }

    /** The id of the copy that holds what this author lost with this operation: a replay makes no second one. */
    public EntityKey copyOf(EntityKey entity, OperationId operation) {
        String name5 = String.join("\n", scope, entity.type(), entity.id(), name, operation.toString());
        return new EntityKey(entity.type(), NameUuid.of(name5).toString());
    }
}
