package io.tidemark.simulation.world;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.Collectors;

/** Says shortly what a world is about: {@code #2a} is an operation, {@code n0} an entity. */
final class Telling {
    private static final int SHORT = 8;

    private Telling() {}

    static String of(Object thing) {
        return switch (thing) {
            case List<?> list -> list.stream().map(Telling::of).collect(Collectors.joining("; "));
            case OperationId id -> number(id.uuid());
            case EntityKey key -> key.id().length() > 2 * SHORT ? key.id().substring(0, SHORT) : key.id();
            case Operation.Upsert upsert -> of(upsert);
            case Operation.Delete delete -> named(delete) + " deletes what shows" + shown(delete.basis());
            case Slot slot -> of(slot.operation()) + " at " + slot.sequence() + " after " + slot.previous();
            case OperationResult result -> of(result.operation()) + " " + of(result.verdict());
            case Verdict.Final(Outcome outcome, boolean replayed) -> of(outcome) + (replayed ? ", again" : "");
            case Outcome outcome -> of(outcome);
            case CanonicalRow.Live row -> of(row.entity()) + " v" + row.version() + values(row.fields());
            case CanonicalRow.Tombstone row -> of(row.entity()) + " v" + row.version() + " deleted";
            default -> thing.toString();
        };
    }

    private static String number(UUID id) {
        return "#" + Long.toHexString(id.getLeastSignificantBits());
    }

    private static String named(Operation operation) {
        String part = operation
                .transaction()
                .map(TransactionPart::id)
                .map(id -> " in transaction " + number(id))
                .orElse("");
        return of(operation.id()) + part + ": " + of(operation.entity());
    }

    private static String of(Operation.Upsert upsert) {
        StringJoiner told = new StringJoiner(",", named(upsert), "");
        upsert.fields()
                .forEach((field, value) ->
                        told.add(" " + field + "=" + CanonicalJson.write(value) + instead(upsert.basis(), field)));
        upsert.changes().forEach((field, change) -> told.add(" " + field + of(change)));
        return told.toString();
    }

    private static String of(Change change) {
        return switch (change) {
            case Change.Increment(long by) -> " by " + by;
            case Change.Elements elements -> " and " + elements.add() + " without " + elements.remove();
        };
    }

    private static String instead(Basis basis, String field) {
        SeenValue seen = basis instanceof Basis.Seen(var fields) ? fields.get(field) : null;
        return seen == null ? " as new" : " for " + of(seen);
    }

    private static String shown(Basis basis) {
        return basis instanceof Basis.Seen(var fields)
                ? fields.entrySet().stream()
                        .map(field -> " " + field.getKey() + "=" + of(field.getValue()))
                        .collect(Collectors.joining(","))
                : "";
    }

    private static String of(SeenValue seen) {
        return switch (seen) {
            case SeenValue.Absent() -> "nothing";
            case SeenValue.Value(Json json) -> CanonicalJson.write(json);
            case SeenValue.Hashed ignored -> "a long value";
        };
    }

    private static String of(Outcome outcome) {
        Optional<String> reason = outcome.reason().map(Reason::slug);
        String copies = outcome.conflictCopies().isEmpty() ? "" : " in " + of(outcome.conflictCopies());
        return outcome.status().slug() + reason.map(why -> " (" + why + ")").orElse("") + copies;
    }

    private static String values(Map<String, Json> fields) {
        return fields.entrySet().stream()
                .map(field -> " " + field.getKey() + "=" + CanonicalJson.write(field.getValue()))
                .collect(Collectors.joining(","));
    }
}
