package io.tidemark.protocol.topic;

import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.Transactions;
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
import io.tidemark.protocol.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A record of {@code tidemark.operations}: what one push of one device put into one scope's lane, in order. One record
 * for a push and not for an operation: order within it cannot break, and a batch costs one record.
 *
 * @param device empty for a single-entity request
 * @param submissions accepted ones and refusals; never a deferred one
 */
public record OperationsRecord(
        String tenant, String scope, String subject, Optional<String> device, List<Submission> submissions) {
    /** The version of this form, in the header {@link #VERSION_HEADER}: a reader waits for what it does not know. */
    public static final String VERSION = "1";

    public static final String VERSION_HEADER = "tidemark-version";

    /** Who is told of the outcomes: a {@link Reply}. Without one, or with one that cannot be read, nobody is. */
    public static final String REPLY_HEADER = "tidemark-reply";

    public OperationsRecord {
        submissions = List.copyOf(submissions);
    }

    public String key() {
        return Keys.scope(tenant, scope);
    }

    public Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("tenant", Json.of(tenant));
        members.put("scope", Json.of(scope));
        members.put("subject", Json.of(subject));
        device.ifPresent(id -> members.put("device", Json.of(id)));
        members.put(
                "operations",
                new Json.Arr(submissions.stream()
                        .map(OperationsRecord::writeSubmission)
                        .toList()));
        return new Json.Obj(members);
    }

    public static OperationsRecord read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        Optional<String> device = members.optionalString("device");
        List<Submission> submissions = new ArrayList<>();
        for (Json submission : members.array("operations")) {
            submissions.add(readSubmission(submission, device.isPresent()));
        }
        Transactions.units(submissions, Submission::transaction);
        return new OperationsRecord(
                members.string("tenant"), members.string("scope"), members.string("subject"), device, submissions);
    }

    private static Json writeSubmission(Submission submission) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("fingerprint", Json.of(submission.fingerprint().toString()));
        return switch (submission) {
            case Submission.Accepted accepted -> {
                members.putAll(OperationCodec.payload(accepted.operation()).members());
                yield OperationCodec.write(new Json.Obj(members), accepted.envelope());
            }
            case Submission.Refused refused -> {
                members.put("operationId", Json.of(refused.id().toString()));
                members.put("refused", Json.of(refused.reason().slug()));
                refused.entity().ifPresent(entity -> {
                    members.put("type", Json.of(entity.type()));
                    members.put("entity", Json.of(entity.id()));
                });
                refused.transaction()
                        .ifPresent(part -> members.put("transaction", OperationCodec.writeTransaction(part)));
                yield OperationCodec.write(new Json.Obj(members), refused.envelope());
            }
            case Submission.Deferred ignored ->
                throw new IllegalStateException("a deferred operation is not put on the topic");
        };
    }

    private static Submission readSubmission(Json json, boolean linked) throws InvalidShape {
        if (!(json instanceof Json.Obj object)) {
            throw new InvalidShape("operations", "objects are expected");
        }
        Members members = new Members(object.members());
        Envelope envelope = OperationCodec.envelope(members, linked);
        Fingerprint fingerprint = fingerprint(members);
        if (members.has("refused")) {
            OperationId id = OperationCodec.id(members);
            Reason reason = Reason.parse(members.string("refused"))
                    .orElseThrow(() -> new InvalidShape("refused", "it is no reason that the protocol names"));
            Optional<EntityKey> entity = members.has("entity")
                    ? Optional.of(new EntityKey(members.string("type"), members.string("entity")))
                    : Optional.empty();
            return new Submission.Refused(
                    id, entity, fingerprint, envelope, OperationCodec.transaction(members), reason);
        }
        TreeMap<String, Json> payload =
                new TreeMap<>(OperationCodec.payloadOf(object).members());
        payload.remove("fingerprint");
        Operation operation = OperationCodec.operation(new Json.Obj(payload));
        return new Submission.Accepted(operation, fingerprint, envelope);
    }

    private static Fingerprint fingerprint(Members members) throws InvalidShape {
        try {
            return new Fingerprint(new ContentHash(members.string("fingerprint")));
        } catch (IllegalArgumentException e) {
            throw new InvalidShape("fingerprint", "a SHA-256 in base64url is expected");
        }
    }
}
