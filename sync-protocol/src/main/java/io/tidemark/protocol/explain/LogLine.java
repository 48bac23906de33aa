package io.tidemark.protocol.explain;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.json.Rfc3339;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.FateCodec;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.ResultCodec;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An operation as the operation log has it.
 *
 * @param entity that it names; its type is that of the explanation
 * @param decidedAt when the server decided it
 * @param fates what became of its fields; empty where the outcome says all
 */
public record LogLine(
        OperationId operation,
        String entity,
        AuthorName author,
        Outcome outcome,
        Instant decidedAt,
        Optional<UUID> transaction,
        Optional<String> traceparent,
        SortedMap<String, FieldFate> fates) {
    public LogLine {
        fates = Collections.unmodifiableSortedMap(new TreeMap<>(fates));
    }

    /** Whether the row that it names has the version that it says because of this operation. */
    public boolean changedTheRow() {
        return outcome.position().isPresent()
                && (outcome.status() != Status.CONFLICT
                        || fates.values().stream().anyMatch(fate -> fate.kind().changesTheRow()));
    }

    Json write() {
        Json result = ResultCodec.write(new OperationResult(operation, new Verdict.Final(outcome, false)));
        if (!(result instanceof Json.Obj(var said))) {
            throw new IllegalStateException("a result is an object");
        }
        TreeMap<String, Json> members = new TreeMap<>(said);
        members.put("entity", Json.of(entity));
        members.put("author", author.write());
        members.put("decidedAt", Rfc3339.write(decidedAt));
        transaction.ifPresent(id -> members.put("transaction", Json.of(id.toString())));
        traceparent.ifPresent(trace -> members.put("traceparent", Json.of(trace)));
        if (!fates.isEmpty()) {
            members.put("fates", FateCodec.write(fates));
        }
        return new Json.Obj(members);
    }

    static LogLine read(Json json) throws InvalidShape {
        OperationResult result = ResultCodec.read(json);
        if (!(result.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored))) {
            throw new InvalidShape("status", "a final outcome is expected");
        }
        Members members = Members.of(json, "operations");
        return new LogLine(
                result.operation(),
                members.string("entity"),
                AuthorName.read(members.object("author")),
                outcome,
                Rfc3339.read(members, "decidedAt"),
                members.optionalString("transaction")
                        .flatMap(OperationId::parse)
                        .map(OperationId::uuid),
                members.optionalString("traceparent"),
                members.has("fates") ? FateCodec.read(members.get("fates")) : Collections.emptySortedMap());
    }
}
