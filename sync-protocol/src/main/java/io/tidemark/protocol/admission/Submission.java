package io.tidemark.protocol.admission;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Reason;
import java.util.Optional;

/** An operation as it arrived: in its envelope, and with the judgement of the rules that need no row. */
public sealed interface Submission {
    OperationId id();

    Fingerprint fingerprint();

    Envelope envelope();

    /** Empty if the operation stands alone. */
    Optional<TransactionPart> transaction();

    /** The same operation in the same place, refused. */
    Refused refused(Reason reason);

    /** Well-formed: the merge decides. */
    record Accepted(Operation operation, Fingerprint fingerprint, Envelope envelope) implements Submission {
        @Override
        public OperationId id() {
            return operation.id();
        }

        @Override
        public Optional<TransactionPart> transaction() {
            return operation.transaction();
        }

        @Override
        public Refused refused(Reason reason) {
            return new Refused(
                    id(), Optional.of(operation.entity()), fingerprint, envelope, operation.transaction(), reason);
        }
    }

    /**
     * Refused for good: it goes the same way as a marker, so that the chain has no hole and the refusal is final.
     *
     * @param entity empty if it cannot be read
     */
    record Refused(
            OperationId id,
            Optional<EntityKey> entity,
            Fingerprint fingerprint,
            Envelope envelope,
            Optional<TransactionPart> transaction,
            Reason reason)
            implements Submission {
        @Override
        public Refused refused(Reason other) {
            return new Refused(id, entity, fingerprint, envelope, transaction, other);
        }
    }

    /** Of a schema version that is not known yet: it goes no further, and may be accepted later. */
    record Deferred(OperationId id, Fingerprint fingerprint, Envelope envelope, Optional<TransactionPart> transaction)
            implements Submission {
        @Override
        public Refused refused(Reason reason) {
            return new Refused(id, Optional.empty(), fingerprint, envelope, transaction, reason);
        }
    }
}
