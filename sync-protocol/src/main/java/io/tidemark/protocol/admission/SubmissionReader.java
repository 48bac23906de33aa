package io.tidemark.protocol.admission;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what a client sent into {@link Submission}s. Only an operation without a readable id and place, in its chain or
 * in a transaction, is an error of the request; every other fault is a refusal of that operation, and of no other but
 * those of its transaction.
 */
public final class SubmissionReader {
    private final EntityTypes types;

    public SubmissionReader(EntityTypes types) {
        this.types = types;
    }

    /**
     * The operations of a push, in their order.
     *
     * @throws InvalidShape if an id or a place cannot be read, or a transaction is not whole or has an id twice
     */
    public List<Submission> readPush(List<Json> operations) throws InvalidShape {
        List<Read> read = new ArrayList<>(operations.size());
        for (Json operation : operations) {
            read.add(read(operation, true));
        }
        List<Submission> submissions = new ArrayList<>(read.size());
        for (List<Read> unit :
                Transactions.units(read, each -> each.submission().transaction())) {
            requireIdsOfTheirOwn(unit);
            submissions.addAll(TransactionRules.settle(
                    unit.stream().map(Read::submission).toList(),
                    unit.stream().mapToInt(Read::bytes).sum()));
        }
        return submissions;
    }

    /** TX-5: what is decided together is not known yet when the second of them is looked up. */
    private static void requireIdsOfTheirOwn(List<Read> unit) throws InvalidShape {
        long ids = unit.stream().map(each -> each.submission().id()).distinct().count();
        if (ids < unit.size()) {
            throw new InvalidShape("transaction", "each of its operations is expected to have an id of its own");
        }
    }

    /**
     * The operation of a single-entity request: without a chain, and alone.
     *
     * @throws InvalidShape if the id cannot be read
     */
    public Submission readSingle(Json json) throws InvalidShape {
        return read(json, false).submission();
    }

    /** @param bytes the length of the payload's canonical form */
    private record Read(Submission submission, int bytes) {}

    private Read read(Json json, boolean linked) throws InvalidShape {
        if (!(json instanceof Json.Obj object)) {
            throw new InvalidShape("operations", "objects are expected");
        }
        Members members = new Members(object.members());
        OperationId id = OperationCodec.id(members);
        Envelope envelope = OperationCodec.envelope(members, linked);
        Optional<TransactionPart> transaction = OperationCodec.transaction(members);
        Json.Obj payload = OperationCodec.payloadOf(object);
        byte[] canonical = CanonicalJson.bytes(payload);
        Fingerprint fingerprint = new Fingerprint(ContentHash.of(canonical));
        Submission.Refused malformed = new Submission.Refused(
                id, entity(members), fingerprint, envelope, transaction, Reason.MALFORMED_OPERATION);
        return new Read(judged(payload, malformed, linked, canonical.length), canonical.length);
    }

    private Submission judged(Json.Obj payload, Submission.Refused malformed, boolean linked, int bytes) {
        Operation operation;
        try {
            operation = OperationCodec.operation(payload);
        } catch (InvalidShape invalid) {
            return malformed;
        }
        boolean merges = operation.precondition() instanceof Precondition.None;
        if (linked ? !merges : operation.transaction().isPresent()) {
            // A device merges: what compares rows as a whole is a single-entity request, and has no chain to stand in.
            return malformed;
        }
        Submission.Accepted accepted =
                new Submission.Accepted(operation, malformed.fingerprint(), malformed.envelope());
        return switch (OperationRules.judge(operation, bytes, types)) {
            case OperationRules.Judgement.Sound() -> accepted;
            case OperationRules.Judgement.Refused(Reason reason) -> accepted.refused(reason);
            case OperationRules.Judgement.TooNew() ->
                new Submission.Deferred(
                        malformed.id(), malformed.fingerprint(), malformed.envelope(), malformed.transaction());
        };
    }

    /** Of which entity the refused operation was, for those that go on from it. */
    private static Optional<EntityKey> entity(Members members) {
        return members.all().get("type") instanceof Json.Str(String type)
                        && members.all().get("entity") instanceof Json.Str(String entity)
                        && type.length() <= EntityType.LONGEST_NAME
                        && OperationRules.isEntityId(entity)
                ? Optional.of(new EntityKey(type, entity))
                : Optional.empty();
    }
}
