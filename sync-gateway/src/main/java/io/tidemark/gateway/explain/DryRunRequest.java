package io.tidemark.gateway.explain;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.problem.ProblemType;
import java.util.List;
import java.util.TreeMap;

/** The payload of an operation that nobody sends. */
final class DryRunRequest {
    private DryRunRequest() {}

    /**
     * Judged as a push of it would be, or as a single-entity request. A whole operation may be given, as a device holds
     * it: the members of its envelope decide nothing here.
     *
     * @param chained whether a device is said to push it
     */
    static Submission read(Json body, EntityKey entity, boolean chained, SubmissionReader reader) {
        try {
            if (!(body instanceof Json.Obj operation)) {
                throw new InvalidShape("", "an operation is expected");
            }
            Json.Obj payload = OperationCodec.payloadOf(operation);
            Members members = new Members(payload.members());
            if (!new EntityKey(members.string("type"), members.string("entity")).equals(entity)) {
                throw new InvalidShape("entity", "it is the one that the address names");
            }
            return chained ? reader.readPush(List.of(linked(payload))).getFirst() : reader.readSingle(payload);
        } catch (InvalidShape invalid) {
            throw new Refusal(ProblemType.MALFORMED_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    /** In whatever place: a dry run has no order. */
    private static Json linked(Json.Obj payload) {
        TreeMap<String, Json> members = new TreeMap<>(payload.members());
        members.put("sequence", Json.of(1));
        members.put("previous", Json.of(0));
        return new Json.Obj(members);
    }
}
