package io.tidemark.protocol.outcome;

import io.tidemark.protocol.operation.OperationId;

/** One line of an answer: an operation and what is known of it. */
public record OperationResult(OperationId operation, Verdict verdict) {}
