package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of the server's operation log.
 *
 * @param device of the subject, as the server knows it
 * @param sequence in that device's chain
 * @param at when the transaction began that decided it
 * @param entity empty where the operation could not be read
 */
public record Decided(
        String scope,
        OperationId operation,
        String subject,
        String device,
        long sequence,
        Instant at,
        Optional<EntityKey> entity,
        Outcome outcome) {}
