package io.tidemark.merge.batch;

import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.outcome.Outcome;

/** What the operation log knows of an operation. */
public record Logged(Fingerprint fingerprint, Outcome outcome) {}
