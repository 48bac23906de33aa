package io.tidemark.protocol.outcome;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Verdict.Deferred;
import io.tidemark.protocol.outcome.Verdict.DeviceForked;
import io.tidemark.protocol.outcome.Verdict.Final;
import io.tidemark.protocol.outcome.Verdict.OutOfOrder;
import io.tidemark.protocol.outcome.Verdict.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The JSON of an {@link OperationResult}: one {@code status} says the outcome, or the verdict that is not final. */
public final class ResultCodec {
    private static final String PENDING = "pending";
    private static final String OUT_OF_ORDER = "out-of-order";
    private static final String DEVICE_FORKED = "device-forked";
    private static final String DEFERRED = "deferred";

    private ResultCodec() {}

    public static Json write(OperationResult result) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("operationId", Json.of(result.operation().toString()));
        switch (result.verdict()) {
            case Final(Outcome outcome, boolean replayed) -> {
                writeOutcome(outcome, members);
                if (replayed) {
                    members.put("replayed", Json.of(true));
                }
            }
            case Pending() -> members.put("status", Json.of(PENDING));
            case OutOfOrder(long expected) -> {
                members.put("status", Json.of(OUT_OF_ORDER));
                members.put("expected", Json.of(expected));
            }
            case DeviceForked() -> members.put("status", Json.of(DEVICE_FORKED));
            case Deferred() -> members.put("status", Json.of(DEFERRED));
        }
        return new Json.Obj(members);
    }

    public static OperationResult read(Json json) throws InvalidShape {
        Members members = Members.of(json, "result");
        OperationId id = OperationId.parse(members.string("operationId"))
                .orElseThrow(() -> new InvalidShape("operationId", "a UUID is expected"));
        return new OperationResult(id, readVerdict(members));
    }

    /** Several, in their order. */
    public static Json writeAll(List<OperationResult> results) {
        return new Json.Arr(results.stream().map(ResultCodec::write).toList());
    }

    public static List<OperationResult> readAll(List<Json> results) throws InvalidShape {
        List<OperationResult> all = new ArrayList<>();
        for (Json result : results) {
            all.add(read(result));
        }
        return all;
    }

    private static Verdict readVerdict(Members members) throws InvalidShape {
        return switch (members.string("status")) {
            case PENDING -> new Pending();
            case OUT_OF_ORDER -> new OutOfOrder(members.integer("expected", 0));
            case DEVICE_FORKED -> new DeviceForked();
            case DEFERRED -> new Deferred();
            default -> new Final(readOutcome(members), members.has("replayed") && members.bool("replayed"));
        };
    }

    private static void writeOutcome(Outcome outcome, Map<String, Json> members) {
        members.put("status", Json.of(outcome.status().slug()));
        outcome.reason().ifPresent(reason -> members.put("reason", Json.of(reason.slug())));
        outcome.version().ifPresent(version -> members.put("version", Json.of(version)));
        outcome.position().ifPresent(position -> members.put("position", Json.of(position)));
        if (!outcome.conflictCopies().isEmpty()) {
            members.put(
                    "conflictCopies",
                    Json.strings(
                            outcome.conflictCopies().stream().map(EntityKey::id).toList()));
            members.put("type", Json.of(outcome.conflictCopies().getFirst().type()));
        }
    }

    private static Outcome readOutcome(Members members) throws InvalidShape {
        Status status = Status.parse(members.string("status"))
                .orElseThrow(() -> new InvalidShape("status", "it is none that the protocol names"));
        // A reason that this reader does not know yet must not turn a final outcome into an error.
        Optional<Reason> reason = members.optionalString("reason").flatMap(Reason::parse);
        List<EntityKey> copies = new ArrayList<>();
        if (members.has("conflictCopies")) {
            String type = members.string("type");
            for (Json copy : members.array("conflictCopies")) {
                if (!(copy instanceof Json.Str(String id))) {
                    throw new InvalidShape("conflictCopies", "strings are expected");
                }
                copies.add(new EntityKey(type, id));
            }
        }
        return new Outcome(status, reason, optional(members, "version"), optional(members, "position"), copies);
    }

    private static OptionalLong optional(Members members, String name) throws InvalidShape {
        return members.has(name) ? OptionalLong.of(members.integer(name, 0)) : OptionalLong.empty();
    }
}
