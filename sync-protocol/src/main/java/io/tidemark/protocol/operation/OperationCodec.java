package io.tidemark.protocol.operation;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** The JSON of an operation: the members of its payload and, beside them, those of its envelope. */
public final class OperationCodec {
    private static final Set<String> ENVELOPE = Set.of("sequence", "previous", "attempt", "traceparent");
    /** W3C Trace Context, version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private static final Set<String> PAYLOAD = Set.of(
            "operationId",
            "kind",
            "type",
            "entity",
            "schema",
            "fields",
            "changes",
            "seen",
            "baseVersion",
            "ifMatch",
            "ifNoneMatch",
            "transaction");

    private OperationCodec() {}

    /** What the fingerprint covers. */
    public static Json.Obj payload(Operation operation) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("operationId", Json.of(operation.id().toString()));
        members.put("type", Json.of(operation.entity().type()));
        members.put("entity", Json.of(operation.entity().id()));
        members.put("schema", Json.of(operation.schema()));
        switch (operation) {
            case Upsert upsert -> {
                members.put("kind", Json.of("upsert"));
                if (!upsert.fields().isEmpty() || upsert.changes().isEmpty()) {
                    members.put("fields", new Json.Obj(upsert.fields()));
                }
                if (!upsert.changes().isEmpty()) {
                    members.put("changes", ChangeCodec.write(upsert.changes()));
                }
            }
            case Delete ignored -> members.put("kind", Json.of("delete"));
        }
        writeBasis(operation.basis(), members);
        writePrecondition(operation.precondition(), members);
        operation.transaction().ifPresent(part -> members.put("transaction", writeTransaction(part)));
        return new Json.Obj(members);
    }

    public static Json writeTransaction(TransactionPart part) {
        return Json.Obj.of(Map.of(
                "id", Json.of(part.id().toString()),
                "place", Json.of(part.place()),
                "size", Json.of(part.size())));
    }

    /** A payload in its envelope, as a device sends it. */
    public static Json.Obj write(Json.Obj payload, Envelope envelope) {
        TreeMap<String, Json> members = new TreeMap<>(payload.members());
        envelope.link().ifPresent(link -> {
            members.put("sequence", Json.of(link.sequence()));
            members.put("previous", Json.of(link.previous()));
        });
        members.put("attempt", Json.of(envelope.attempt()));
        envelope.traceparent().ifPresent(trace -> members.put("traceparent", Json.of(trace)));
        return new Json.Obj(members);
    }

    /** The members that remain when the envelope is taken off. */
    public static Json.Obj payloadOf(Json.Obj operation) {
        TreeMap<String, Json> members = new TreeMap<>(operation.members());
        members.keySet().removeAll(ENVELOPE);
        return new Json.Obj(members);
    }

    /**
     * @param members an operation in its envelope
     * @param linked whether a device chain is expected
     */
    public static Envelope envelope(Members members, boolean linked) throws InvalidShape {
        Optional<Link> link = linked ? Optional.of(link(members)) : Optional.empty();
        return new Envelope(link, attempt(members), traceparent(members));
    }

    /** For statistics alone: what cannot be read is no reason to refuse anything. */
    private static int attempt(Members members) {
        if (members.all().get("attempt") instanceof Json.Num number && number.isInteger() && number.asLong() >= 1) {
            return (int) Math.min(number.asLong(), Integer.MAX_VALUE);
        }
        return 1;
    }

    private static Optional<String> traceparent(Members members) {
        return members.all().get("traceparent") instanceof Json.Str(String text)
                        && TRACEPARENT.matcher(text).matches()
                ? Optional.of(text)
                : Optional.empty();
    }

    public static OperationId id(Members members) throws InvalidShape {
        return OperationId.parse(members.string("operationId"))
                .orElseThrow(() -> new InvalidShape("operationId", "a UUID is expected"));
    }

    /** Where an operation stands among others that it shares its fate with. */
    public static Optional<TransactionPart> transaction(Members members) throws InvalidShape {
        if (!members.has("transaction")) {
            return Optional.empty();
        }
        Members part = members.object("transaction");
        part.only(Set.of("id", "place", "size"));
        UUID id = OperationId.parse(part.string("id"))
                .orElseThrow(() -> new InvalidShape("transaction", "its id is a UUID"))
                .uuid();
        long size = part.integer("size", 1);
        long place = part.integer("place", 1);
        if (size > TransactionPart.MAX_SIZE || place > size) {
            throw new InvalidShape(
                    "transaction", "it has at most " + TransactionPart.MAX_SIZE + " places, and this is one of them");
        }
        return Optional.of(new TransactionPart(id, (int) place, (int) size));
    }

    public static Operation operation(Json.Obj payload) throws InvalidShape {
        Members members = new Members(payload.members());
        members.only(PAYLOAD);
        OperationId id = id(members);
        EntityKey entity = new EntityKey(members.string("type"), members.string("entity"));
        int schema = members.has("schema") ? (int) Math.min(members.integer("schema", 1), Integer.MAX_VALUE) : 1;
        Basis basis = readBasis(members);
        Precondition precondition = readPrecondition(members);
        Optional<TransactionPart> transaction = transaction(members);
        return switch (members.string("kind")) {
            case "upsert" ->
                new Upsert(
                        id,
                        entity,
                        schema,
                        readFields(members),
                        ChangeCodec.read(members),
                        basis,
                        precondition,
                        transaction);
            case "delete" -> {
                if (members.has("fields") || members.has("changes")) {
                    throw new InvalidShape("fields", "a delete has none");
                }
                yield new Delete(id, entity, schema, basis, precondition, transaction);
            }
            default -> throw new InvalidShape("kind", "'upsert' or 'delete' is expected");
        };
    }

    private static SortedMap<String, Json> readFields(Members members) throws InvalidShape {
        return members.has("fields") || !members.has("changes")
                ? new TreeMap<>(members.object("fields").all())
                : new TreeMap<>();
    }

    private static Link link(Members members) throws InvalidShape {
        long sequence = members.integer("sequence", 1);
        long previous = members.integer("previous", 0);
        if (previous >= sequence) {
            throw new InvalidShape("previous", "it is below the sequence");
        }
        return new Link(sequence, previous);
    }

    private static void writeBasis(Basis basis, Map<String, Json> members) {
        switch (basis) {
            case Basis.Nothing() -> members.put("seen", Json.NULL);
            case Basis.Seen(SortedMap<String, SeenValue> fields) -> members.put("seen", writeSeen(fields));
            case Basis.BaseVersion(long version) -> members.put("baseVersion", Json.of(version));
        }
    }

    private static Basis readBasis(Members members) throws InvalidShape {
        if (members.has("baseVersion")) {
            if (members.has("seen")) {
                throw new InvalidShape("seen", "either what was seen or a base version is sent, never both");
            }
            long version = members.integer("baseVersion", 0);
            return version == 0 ? new Basis.Nothing() : new Basis.BaseVersion(version);
        }
        if (members.get("seen") instanceof Json.Null) {
            return new Basis.Nothing();
        }
        return new Basis.Seen(readSeen(members.object("seen")));
    }

    public static Json writeSeen(Map<String, SeenValue> fields) {
        TreeMap<String, Json> seen = new TreeMap<>();
        fields.forEach((field, value) -> seen.put(field, writeSeenValue(value)));
        return new Json.Obj(seen);
    }

    public static SortedMap<String, SeenValue> readSeen(Members members) throws InvalidShape {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        for (Map.Entry<String, Json> field : members.all().entrySet()) {
            seen.put(field.getKey(), readSeenValue(Members.of(field.getValue(), "seen")));
        }
        return seen;
    }

    private static Json writeSeenValue(SeenValue seen) {
        return switch (seen) {
            case SeenValue.Absent() -> Json.Obj.of(Map.of("absent", Json.of(true)));
            case SeenValue.Value(Json value) -> Json.Obj.of(Map.of("value", value));
            case SeenValue.Hashed(ContentHash hash) -> Json.Obj.of(Map.of("hash", Json.of(hash.text())));
        };
    }

    private static SeenValue readSeenValue(Members members) throws InvalidShape {
        members.only(Set.of("absent", "value", "hash"));
        if (members.all().size() != 1) {
            throw new InvalidShape("seen", "one of 'absent', 'value' and 'hash' is expected");
        }
        if (members.has("value")) {
            return new SeenValue.Value(members.get("value"));
        }
        if (members.has("absent")) {
            if (!members.bool("absent")) {
                throw new InvalidShape("absent", "it is true or left out");
            }
            return new SeenValue.Absent();
        }
        try {
            return new SeenValue.Hashed(new ContentHash(members.string("hash")));
        } catch (IllegalArgumentException e) {
            throw new InvalidShape("hash", "a SHA-256 in base64url is expected");
        }
    }

    private static void writePrecondition(Precondition precondition, Map<String, Json> members) {
        switch (precondition) {
            case Precondition.None() -> {}
            case Precondition.Missing() -> members.put("ifNoneMatch", Json.of("*"));
            case Precondition.Exists() -> members.put("ifMatch", Json.strings(List.of("*")));
            case Precondition.Matches(List<EntityTag> tags) ->
                members.put(
                        "ifMatch",
                        Json.strings(tags.stream().map(EntityTag::toString).toList()));
        }
    }

    private static Precondition readPrecondition(Members members) throws InvalidShape {
        if (members.has("ifNoneMatch")) {
            if (!"*".equals(members.string("ifNoneMatch")) || members.has("ifMatch")) {
                throw new InvalidShape("ifNoneMatch", "'*' alone is expected");
            }
            return new Precondition.Missing();
        }
        if (!members.has("ifMatch")) {
            return new Precondition.None();
        }
        List<EntityTag> tags = new ArrayList<>();
        for (Json tag : members.array("ifMatch")) {
            if (!(tag instanceof Json.Str(String text))) {
                throw new InvalidShape("ifMatch", "strings are expected");
            }
            if ("*".equals(text)) {
                return new Precondition.Exists();
            }
            EntityTag.parse(text).ifPresent(tags::add);
        }
        return new Precondition.Matches(tags);
    }
}
