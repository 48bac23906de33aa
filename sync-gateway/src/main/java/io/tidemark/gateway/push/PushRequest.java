package io.tidemark.gateway.push;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.problem.ProblemType;
import java.util.List;

/** A push whose operations have been judged by the rules that need no row. */
record PushRequest(String device, List<Submission> submissions) {
    PushRequest {
        submissions = List.copyOf(submissions);
    }

    /** Throws a {@link Refusal} if the request is broken as a whole; one bad operation does not break it. */
    static PushRequest read(Json body, SubmissionReader reader) {
        try {
            Push push = Push.read(body);
            if (push.operations().size() > Push.MAX_OPERATIONS) {
                throw new Refusal(
                        ProblemType.BATCH_TOO_LARGE, "a push carries at most " + Push.MAX_OPERATIONS + " operations");
            }
            return new PushRequest(push.device(), reader.readPush(push.operations()));
        } catch (InvalidShape invalid) {
            throw new Refusal(ProblemType.MALFORMED_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    List<OperationId> ids() {
        return submissions.stream().map(Submission::id).toList();
    }
}
