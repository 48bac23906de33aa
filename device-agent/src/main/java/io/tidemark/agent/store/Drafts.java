package io.tidemark.agent.store;

import io.tidemark.protocol.admission.OperationRules;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes operations of what the user did and what he saw: pure rules. What can never be accepted is refused here, while
 * the user is still looking at it.
 */
final class Drafts {
    /**
     * On the wire a value lies inside of at most this many objects and arrays (a page's conflict copies are the
     * deepest), and a reader takes 32 of them: what is deeper could be saved and never read again.
     */
    private static final int DEEPEST_WRAPPING = 5;

    private final EntityTypes types;

    Drafts(EntityTypes types) {
        this.types = types;
    }

    /** Empty if it changes nothing of what was visible. */
    Optional<Operation> upsert(
            OperationId id, EntityKey entity, Map<String, Json> fields, Optional<SortedMap<String, Json>> visible) {
        TreeMap<String, Json> changed = new TreeMap<>(fields);
        visible.ifPresent(shown -> changed.entrySet().removeAll(shown.entrySet()));
        if (changed.isEmpty() && !fields.isEmpty()) {
            return Optional.empty();
        }
        Basis basis = visible.<Basis>map(shown -> Basis.Seen.of(seen(changed.keySet(), shown)))
                .orElseGet(Basis.Nothing::new);
        return Optional.of(
                checked(new Operation.Upsert(id, entity, schema(entity), changed, basis, new Precondition.None())));
    }

    /** Empty if there is nothing to delete. */
    Optional<Operation> delete(OperationId id, EntityKey entity, Optional<SortedMap<String, Json>> visible) {
        return visible.map(shown -> checked(new Operation.Delete(
                id, entity, schema(entity), Basis.Seen.of(seen(shown.keySet(), shown)), new Precondition.None())));
    }

    /** AG-5: what counts is what the screen showed, for each field of the operation. */
    private static Map<String, SeenValue> seen(Iterable<String> fields, Map<String, Json> shown) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        for (String field : fields) {
            Json value = shown.get(field);
            seen.put(field, value == null ? new SeenValue.Absent() : seen(value));
        }
        return seen;
    }

    private static SeenValue seen(Json value) {
        byte[] canonical = CanonicalJson.bytes(value);
        return canonical.length <= SeenValue.INLINE_BYTES
                ? new SeenValue.Value(value)
                : new SeenValue.Hashed(ContentHash.of(canonical));
    }

    private Operation checked(Operation operation) {
        Json.Obj payload = OperationCodec.payload(operation);
        String text = CanonicalJson.write(payload);
        requireReadable(text);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        return switch (OperationRules.judge(operation, bytes, types)) {
            case OperationRules.Judgement.Sound() -> operation;
            case OperationRules.Judgement.Refused(Reason reason) -> throw new InvalidOperation(reason);
            case OperationRules.Judgement.TooNew() ->
                throw new IllegalStateException("an operation is never newer than the types it was made of");
        };
    }

    /** U+0000, a lone surrogate or a tower of arrays would pass the field's type, and fail every reader after it. */
    private static void requireReadable(String payload) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(payload)) {
            throw new InvalidOperation(Reason.INVALID_FIELD);
        }
        try {
            JsonReader.read("[".repeat(DEEPEST_WRAPPING) + payload + "]".repeat(DEEPEST_WRAPPING));
        } catch (InvalidJson e) {
            throw new InvalidOperation(
                    e.fault() == InvalidJson.Fault.TOO_LARGE ? Reason.OPERATION_TOO_LARGE : Reason.INVALID_FIELD);
        }
    }

    private int schema(EntityKey entity) {
        return types.find(entity.type()).map(EntityType::schema).orElse(1);
    }

    /** The same operation under a new id, for a letter whose old id has its outcome for ever. */
    static Operation renamed(Operation operation, OperationId id) {
        return switch (operation) {
            case Operation.Upsert u ->
                new Operation.Upsert(id, u.entity(), u.schema(), u.fields(), u.changes(), u.basis(), u.precondition());
            case Operation.Delete d -> new Operation.Delete(id, d.entity(), d.schema(), d.basis(), d.precondition());
        };
    }
}
