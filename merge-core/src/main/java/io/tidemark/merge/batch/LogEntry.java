package io.tidemark.merge.batch;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.Outcome;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A new line of the operation log.
 *
 * @param sequence in the device's chain; empty for a single-entity request
 * @param entity empty for an operation that the gateway refused, if it could not be read
 * @param transaction empty for an operation that stands alone
 * @param traceparent W3C Trace Context, as it was sent
 * @param fates what became of its fields
 */
public record LogEntry(
        OperationKey key,
        Fingerprint fingerprint,
        String subject,
        Optional<String> device,
        Optional<Long> sequence,
        Optional<EntityKey> entity,
        Optional<UUID> transaction,
        Optional<String> traceparent,
        Outcome outcome,
        SortedMap<String, FieldFate> fates) {

    /** Whether the outcome says all: every field was written as its author asked, or none. */
    public boolean isPlain() {
        return fates.values().stream().allMatch(fate -> fate.kind() == FieldFate.Kind.WRITTEN);
    }
}
