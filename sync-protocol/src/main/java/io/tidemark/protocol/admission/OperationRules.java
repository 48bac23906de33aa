package io.tidemark.protocol.admission;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.entity.FieldType;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import java.util.Map;
import java.util.Optional;

/** What makes an operation sound before any row is looked at. The device asks at {@code save}, the gateway at the door. */
public final class OperationRules {
    /** The canonical form of one payload, in bytes: a device sends at most as much in one request. */
    public static final int MAX_PAYLOAD = 512 * 1024;

    /** The judgement: sound, refused for good, or of a schema that is not known yet. */
    public sealed interface Judgement {
        record Sound() implements Judgement {}

        record Refused(Reason reason) implements Judgement {}

        record TooNew() implements Judgement {}
    }

    private OperationRules() {}

    /** @param payloadBytes the length of the payload's canonical form */
    public static Judgement judge(Operation operation, int payloadBytes, EntityTypes types) {
        if (payloadBytes > MAX_PAYLOAD) {
            return new Judgement.Refused(Reason.OPERATION_TOO_LARGE);
        }
        Optional<EntityType> type = types.find(operation.entity().type());
        if (type.isEmpty()) {
            return new Judgement.Refused(Reason.UNKNOWN_TYPE);
        }
        if (operation.schema() > type.get().schema()) {
            return new Judgement.TooNew();
        }
        return refusal(operation, type.get())
                .<Judgement>map(Judgement.Refused::new)
                .orElseGet(Judgement.Sound::new);
    }

    private static Optional<Reason> refusal(Operation operation, EntityType type) {
        if (!isEntityId(operation.entity().id())) {
            return Optional.of(Reason.INVALID_ENTITY_ID);
        }
        if (sawTooDeep(operation.basis())) {
            return Optional.of(Reason.INVALID_FIELD);
        }
        return switch (operation) {
            case Upsert upsert -> refusal(upsert, type);
            case Delete delete -> refusal(delete);
        };
    }

    /** What was seen stands in conflict copies: those who read them read no deeper value than a field may have. */
    private static boolean sawTooDeep(Basis basis) {
        return basis instanceof Basis.Seen(var seen)
                && seen.values().stream()
                        .anyMatch(each -> each instanceof SeenValue.Value(Json value) && FieldType.isTooDeep(value));
    }

    /** SCHEMA-7: the names are those of the operation's own version. */
    private static Optional<Reason> refusal(Upsert upsert, EntityType type) {
        if (upsert.fields().isEmpty() && upsert.changes().isEmpty()) {
            return Optional.of(Reason.NOTHING_TO_CHANGE);
        }
        Optional<Reason> ofChanges = refusalOfChanges(upsert, type);
        if (ofChanges.isPresent()) {
            return ofChanges;
        }
        for (Map.Entry<String, Json> change : upsert.fields().entrySet()) {
            Optional<Field> field = type.fieldAt(upsert.schema(), change.getKey());
            if (field.isEmpty()) {
                return Optional.of(Reason.UNKNOWN_FIELD);
            }
            if (field.get().isRemoved()) {
                if (FieldType.isTooDeep(change.getValue())) {
                    return Optional.of(Reason.INVALID_FIELD); // a record has to hold it, until it is dropped
                }
                continue; // SCHEMA-10: it is dropped, whatever else it is
            }
            if (!field.get().accepts(change.getValue())) {
                return Optional.of(Reason.INVALID_FIELD);
            }
            if (field.get().policy().takesChanges() && !saysWhole(upsert)) {
                return Optional.of(Reason.CHANGE_REQUIRED);
            }
        }
        if (upsert.basis() instanceof Basis.Seen(var seen)
                && !seen.keySet().equals(upsert.fields().keySet())) {
            return Optional.of(Reason.SEEN_REQUIRED);
        }
        return Optional.empty();
    }

    private static Optional<Reason> refusalOfChanges(Upsert upsert, EntityType type) {
        for (Map.Entry<String, Change> change : upsert.changes().entrySet()) {
            Optional<Field> field = type.fieldAt(upsert.schema(), change.getKey());
            if (field.isEmpty()) {
                return Optional.of(Reason.UNKNOWN_FIELD);
            }
            boolean fits = field.get().isRemoved() || fits(change.getValue(), field.get());
            if (upsert.fields().containsKey(change.getKey()) || !fits) {
                return Optional.of(Reason.INVALID_FIELD);
            }
        }
        return Optional.empty();
    }

    private static boolean fits(Change change, Field field) {
        return switch (change) {
            case Change.Increment ignored -> field.policy() == MergePolicy.COUNTER;
            case Change.Elements ignored ->
                field.policy() == MergePolicy.ADD_WINS_SET && field.accepts(change.onNothing());
        };
    }

    /** Who makes the row, or has compared it as a whole, may say what a counter or a set is. */
    private static boolean saysWhole(Upsert upsert) {
        return upsert.basis() instanceof Basis.Nothing || !(upsert.precondition() instanceof Precondition.None);
    }

    /** A delete without what was seen would delete what nobody saw. */
    private static Optional<Reason> refusal(Delete delete) {
        boolean blind = delete.basis() instanceof Basis.Nothing && delete.precondition() instanceof Precondition.None;
        return blind ? Optional.of(Reason.SEEN_REQUIRED) : Optional.empty();
    }

    static boolean isEntityId(String id) {
        return !id.isEmpty() && id.length() <= EntityKey.MAX_ID && id.chars().noneMatch(Character::isISOControl);
    }
}
