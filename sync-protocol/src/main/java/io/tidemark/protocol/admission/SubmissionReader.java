package io.tidemark.protocol.admission;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.Reason;

/**
 * Turns what a client sent into a {@link Submission}. Only an operation without a readable id and place in its chain is
 * an error of the request; every other fault is a refusal of that operation, and of no other.
 */
public final class SubmissionReader {
    private final EntityTypes types;

    public SubmissionReader(EntityTypes types) {
        this.types = types;
    }

    /**
     * @param linked whether the operation comes in a device's chain
     * @throws InvalidShape if the id or the envelope cannot be read
     */
    public Submission read(Json json, boolean linked) throws InvalidShape {
        if (!(json instanceof Json.Obj object)) {
            throw new InvalidShape("operations", "objects are expected");
        }
        Members members = new Members(object.members());
        OperationId id = OperationCodec.id(members);
        Envelope envelope = OperationCodec.envelope(members, linked);
        Json.Obj payload = OperationCodec.payloadOf(object);
        byte[] canonical = CanonicalJson.bytes(payload);
        Fingerprint fingerprint = new Fingerprint(ContentHash.of(canonical));
        Operation operation;
        try {
            operation = OperationCodec.operation(payload);
        } catch (InvalidShape malformed) {
            return new Submission.Refused(id, fingerprint, envelope, Reason.MALFORMED_OPERATION);
        }
        if (linked && !(operation.precondition() instanceof Precondition.None)) {
            // A device merges: what compares rows as a whole is a single-entity request, and has no chain.
            return new Submission.Refused(id, fingerprint, envelope, Reason.MALFORMED_OPERATION);
        }
        return switch (OperationRules.judge(operation, canonical.length, types)) {
            case OperationRules.Judgement.Sound() -> new Submission.Accepted(operation, fingerprint, envelope);
            case OperationRules.Judgement.Refused(Reason reason) ->
                new Submission.Refused(id, fingerprint, envelope, reason);
            case OperationRules.Judgement.TooNew() -> new Submission.Deferred(id, fingerprint, envelope);
        };
    }
}
