package io.tidemark.protocol.admission;

import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.outcome.Outcome;

/** An entry of the operation log. */
public record LoggedOperation(Fingerprint fingerprint, Outcome outcome) {}
