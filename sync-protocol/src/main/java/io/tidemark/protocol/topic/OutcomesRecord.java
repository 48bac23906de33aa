package io.tidemark.protocol.topic;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.ResultCodec;
import java.util.List;
import java.util.Map;

/**
 * A record of {@code tidemark.outcomes}: what the merge said of one {@link OperationsRecord}. A hint: the operation log
 * is the truth, and a gateway that missed the record asks it.
 *
 * @param tenant with the scope and the request, the key under which the gateway waits
 * @param request the one of the record's {@link Reply}, echoed: an operation's id may have come with several records
 */
public record OutcomesRecord(String tenant, String scope, String request, String epoch, List<OperationResult> results) {
    public OutcomesRecord {
        results = List.copyOf(results);
    }

    public Json write() {
        return Json.Obj.of(Map.of(
                "tenant",
                Json.of(tenant),
                "scope",
                Json.of(scope),
                "request",
                Json.of(request),
                "epoch",
                Json.of(epoch),
                "results",
                ResultCodec.writeAll(results)));
    }

    public static OutcomesRecord read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        List<OperationResult> results = ResultCodec.readAll(members.array("results"));
        return new OutcomesRecord(
                members.string("tenant"),
                members.string("scope"),
                members.string("request"),
                members.string("epoch"),
                results);
    }
}
