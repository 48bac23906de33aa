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
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes operations of what the user did and what he saw: pure rules. What can never be accepted is refused here, while
 * the user is still looking at it.
 */
public final class Drafts {
    /**
     * On the wire a value lies inside of at most this many objects and arrays (a page's conflict copies are the
     * deepest), and a reader takes 32 of them: what is deeper could be saved and never read again.
     */
    private static final int DEEPEST_WRAPPING = 5;

    private final EntityTypes types;

    public Drafts(EntityTypes types) {
        this.types = types;
    }

    /**
     * Empty if it changes nothing of what was shown.
     *
     * @param shown what the user had on the screen; empty for a creation
     */
    public Optional<Payload> upsert(
            OperationId id, EntityKey entity, Map<String, Json> values, Optional<VisibleRow> shown) {
        EntityType type = type(entity);
        Intent intent = shown.map(row -> Intent.edit(type, values, row)).orElseGet(() -> Intent.creation(type, values));
        if (intent.isEmpty() && !values.isEmpty()) {
            return Optional.empty();
        }
        if (shown.isEmpty()) {
            return Optional.of(checked(Payload.of(upsert(id, entity, intent, new Basis.Nothing()))));
        }
        SortedMap<String, Json> onScreen = shown.get().fields();
        Set<String> changed = intent.fields().keySet();
        Payload inFull =
                Payload.of(upsert(id, entity, intent, seen(changed, onScreen, field -> startsFromSeen(type, field))));
        // AG-18: better merged as "manual" than not saved at all.
        return Optional.of(checked(
                inFull.bytes() <= OperationRules.MAX_PAYLOAD
                        ? inFull
                        : Payload.of(upsert(id, entity, intent, seen(changed, onScreen, field -> false)))));
    }

    private Operation upsert(OperationId id, EntityKey entity, Intent intent, Basis basis) {
        return new Operation.Upsert(
                id, entity, type(entity).schema(), intent.fields(), intent.changes(), basis, new Precondition.None());
    }

    /** What was seen is only compared here, however its fields merge. */
    public Payload delete(OperationId id, VisibleRow shown) {
        Basis basis = seen(shown.fields().keySet(), shown.fields(), field -> false);
        return checked(Payload.of(new Operation.Delete(
                id, shown.entity(), type(shown.entity()).schema(), basis, new Precondition.None())));
    }

    /** AG-5: what counts is what the screen showed, for each field of the operation. */
    private static Basis seen(Set<String> fields, SortedMap<String, Json> shown, Predicate<String> inFull) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        for (String field : fields) {
            Json value = shown.get(field);
            seen.put(field, value == null ? new SeenValue.Absent() : seen(value, inFull.test(field)));
        }
        return Basis.Seen.of(seen);
    }

    private static SeenValue seen(Json value, boolean inFull) {
        byte[] canonical = CanonicalJson.bytes(value);
        return inFull || canonical.length <= SeenValue.INLINE_BYTES
                ? new SeenValue.Value(value)
                : new SeenValue.Hashed(ContentHash.of(canonical));
    }

    /** AG-18: whether a merge of the field begins with the very value that was seen. */
    private static boolean startsFromSeen(EntityType type, String field) {
        return switch (type.policy(field)) {
            case TEXT, OWN -> true;
            case MANUAL, LAST_WRITER, COUNTER, ADD_WINS_SET, MAX, MIN, SERVER_WINS, IMMUTABLE -> false;
        };
    }

    public boolean isSound(Payload payload) {
        return judge(payload) instanceof OperationRules.Judgement.Sound;
    }

    private OperationRules.Judgement judge(Payload payload) {
        return OperationRules.judge(payload.operation(), payload.bytes(), types);
    }

    private Payload checked(Payload payload) {
        requireReadable(payload.text());
        return switch (judge(payload)) {
            case OperationRules.Judgement.Sound() -> payload;
            case OperationRules.Judgement.Refused(Reason reason) -> throw new InvalidOperation(reason);
            case OperationRules.Judgement.TooNew() ->
                throw new IllegalStateException("an operation is never newer than the types it was made of");
        };
    }

    /** U+0000, a lone surrogate or a tower of arrays would pass the field's type, and fail every reader after it. */
    private static void requireReadable(String payload) {
        if (PlainText.is(payload, DEEPEST_WRAPPING)) {
            return;
        }
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

    /** Values that the type still takes: a row may be older than its declaration. */
    Map<String, Json> acceptable(EntityKey entity, Map<String, Json> values) {
        TreeMap<String, Json> acceptable = new TreeMap<>(values);
        acceptable.entrySet().removeIf(value -> type(entity)
                .field(value.getKey())
                .filter(field -> field.accepts(value.getValue()))
                .isEmpty());
        return acceptable;
    }

    /** One that is not declared has no fields, and is refused for that. */
    private EntityType type(EntityKey entity) {
        return types.find(entity.type()).orElseGet(() -> EntityType.undeclared(entity.type()));
    }

    /** The same under another id, or in another transaction, or in none. */
    public static Operation as(Operation operation, OperationId id, Optional<TransactionPart> part) {
        return switch (operation) {
            case Operation.Upsert u ->
                new Operation.Upsert(
                        id, u.entity(), u.schema(), u.fields(), u.changes(), u.basis(), u.precondition(), part);
            case Operation.Delete d ->
                new Operation.Delete(id, d.entity(), d.schema(), d.basis(), d.precondition(), part);
        };
    }

    /**
     * An edit of plain fields and of counters or sets, in two: where a transaction does not hold, the fields go to a
     * conflict copy, and the changes can only come back as a dead letter of their own.
     */
    public static List<Operation> apart(Operation operation, Supplier<OperationId> ids) {
        if (!(operation instanceof Operation.Upsert upsert)
                || upsert.fields().isEmpty()
                || upsert.changes().isEmpty()) {
            return List.of(operation);
        }
        return List.of(
                new Operation.Upsert(
                        upsert.id(),
                        upsert.entity(),
                        upsert.schema(),
                        upsert.fields(),
                        upsert.basis(),
                        upsert.precondition()),
                new Operation.Upsert(
                        ids.get(),
                        upsert.entity(),
                        upsert.schema(),
                        new TreeMap<>(),
                        upsert.changes(),
                        Basis.Seen.of(new TreeMap<>()),
                        upsert.precondition()));
    }
}
