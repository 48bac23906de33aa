package io.tidemark.gateway.row;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.EntityTag;
import java.util.Optional;

/**
 * A canonical row as the store keeps it.
 *
 * @param incarnation the position at which it was first made
 * @param fields JSON, as {@code jsonb} writes it
 * @param conflict what makes it a conflict copy, the same
 */
public record StoredRow(
        EntityKey entity,
        long version,
        long incarnation,
        long position,
        boolean deleted,
        String fields,
        Optional<String> conflict) {

    public EntityTag tag(String epoch) {
        return new EntityTag(epoch, incarnation, version);
    }
}
