package io.tidemark.protocol.http;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.outcome.Verdict;
import java.util.List;
import java.util.Map;

/**
 * The answer to a push: one result for each operation, in the order of the request.
 *
 * @param epoch of the server's data, to which all versions and positions belong
 */
public record PushAnswer(String epoch, List<OperationResult> results) {
    public PushAnswer {
        results = List.copyOf(results);
    }

    /** Whether nothing is still on its way: then the status is 200, else 202. */
    public boolean isComplete() {
        return results.stream().noneMatch(result -> result.verdict() instanceof Verdict.Pending);
    }

    public Json write() {
        return Json.Obj.of(Map.of("epoch", Json.of(epoch), "results", ResultCodec.writeAll(results)));
    }

    public static PushAnswer read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        List<OperationResult> results = ResultCodec.readAll(members.array("results"));
        return new PushAnswer(members.string("epoch"), results);
    }
}
