package io.tidemark.protocol.admission;

import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;

/** An operation as it arrived: in its envelope, and with the judgement of the rules that need no row. */
public sealed interface Submission {
    OperationId id();

    Fingerprint fingerprint();

    Envelope envelope();

    /** Well-formed: the merge decides. */
    record Accepted(Operation operation, Fingerprint fingerprint, Envelope envelope) implements Submission {
        @Override
        public OperationId id() {
            return operation.id();
        }
    }

    /** Refused for good: it goes the same way as a marker, so that the chain has no hole and the refusal is final. */
    record Refused(OperationId id, Fingerprint fingerprint, Envelope envelope, Reason reason) implements Submission {}

    /** Of a schema version that is not known yet: it goes no further, and may be accepted later. */
    record Deferred(OperationId id, Fingerprint fingerprint, Envelope envelope) implements Submission {}
}
