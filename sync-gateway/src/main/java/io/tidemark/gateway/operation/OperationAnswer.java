package io.tidemark.gateway.operation;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.outcome.Verdict;
import java.util.TreeMap;

/** One result, with the epoch that its version and position belong to. */
public final class OperationAnswer {
    private OperationAnswer() {}

    public static Json write(OperationId id, Verdict verdict, String epoch) {
        if (!(ResultCodec.write(new OperationResult(id, verdict)) instanceof Json.Obj(var members))) {
            throw new IllegalStateException("a result is an object");
        }
        TreeMap<String, Json> all = new TreeMap<>(members);
        all.put("epoch", Json.of(epoch));
        return new Json.Obj(all);
    }
}
