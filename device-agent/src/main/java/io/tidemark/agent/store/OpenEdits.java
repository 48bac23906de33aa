package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.admission.OperationRules;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Edits of one scope within one transaction of the database: each shows at once, so that the next one sees it, and all
 * are queued at the end, when it is known how many they are.
 */
final class OpenEdits {
    private final Session session;
    private final String scope;
    private final Drafts drafts;
    private final Supplier<OperationId> ids;
    private final List<Payload> made = new ArrayList<>();
    private boolean followsPending;

    OpenEdits(Session session, String scope, Drafts drafts, Supplier<OperationId> ids) {
        this.session = session;
        this.scope = scope;
        this.drafts = drafts;
        this.ids = ids;
    }

    /** What the user did, given what stands in the view. */
    private interface Draft {
        Optional<Payload> of(Optional<VisibleRow> visible);
    }

    Optional<VisibleRow> visible(EntityKey entity) throws SQLException {
        return ViewRows.visible(session, scope, entity);
    }

    Optional<OperationId> save(EntityKey entity, Map<String, Json> fields) throws SQLException {
        return make(entity, visible -> drafts.upsert(ids.get(), entity, fields, visible));
    }

    /** @param shown what the user really had on the screen: it may be older than what stands in the view by now */
    Optional<OperationId> save(EntityKey entity, Optional<VisibleRow> shown, Map<String, Json> fields)
            throws SQLException {
        return make(entity, visible -> drafts.upsert(ids.get(), entity, fields, shown));
    }

    /** What an edit had wanted, with other values in the place of its own; those that its type still takes. */
    Optional<OperationId> saveOver(Operation edit, Map<String, Json> fields) throws SQLException {
        EntityKey entity = edit.entity();
        TreeMap<String, Json> wanted = new TreeMap<>();
        if (CurrentNames.shown(edit, session.types()) instanceof Operation.Upsert upsert) {
            Overlay.lay(visible(entity).map(VisibleRow::fields), upsert).ifPresent(wanted::putAll);
            wanted.keySet()
                    .removeIf(field -> !upsert.fields().containsKey(field)
                            && !upsert.changes().containsKey(field));
        }
        TreeMap<String, Json> values = new TreeMap<>(drafts.acceptable(entity, wanted));
        values.putAll(fields);
        return save(entity, values);
    }

    Optional<OperationId> delete(VisibleRow shown) throws SQLException {
        return make(shown.entity(), visible -> Optional.of(drafts.delete(ids.get(), shown)));
    }

    Optional<OperationId> delete(EntityKey entity) throws SQLException {
        return make(entity, visible -> visible.map(row -> drafts.delete(ids.get(), row)));
    }

    /**
     * A new entity, of those values that its type still takes.
     *
     * @throws IllegalArgumentException if there is one of that id
     */
    Optional<OperationId> create(EntityKey entity, Map<String, Json> values) throws SQLException {
        return make(entity, visible -> {
            if (visible.isPresent()) {
                throw new IllegalArgumentException("there is an entity of that id");
            }
            return drafts.upsert(ids.get(), entity, drafts.acceptable(entity, values), Optional.empty());
        });
    }

    /** As it was made earlier, with what its author saw then. @return its id */
    OperationId again(Operation operation) throws SQLException {
        make(operation.entity(), visible -> Optional.of(Payload.of(operation)));
        return operation.id();
    }

    private Optional<OperationId> make(EntityKey entity, Draft draft) throws SQLException {
        Optional<VisibleRow> visible = visible(entity);
        Optional<Payload> payload = draft.of(visible);
        if (payload.isPresent()) {
            Operation operation = payload.get().operation();
            made.add(payload.get());
            followsPending = visible.filter(VisibleRow::pending).isPresent();
            ViewRows.put(
                    session,
                    scope,
                    entity,
                    Overlay.lay(visible.map(VisibleRow::fields), CurrentNames.shown(operation, session.types())));
        }
        return payload.map(made -> made.operation().id());
    }

    /** The one edit that was made; into the last one of the queue, if that may be. */
    void queue(Instant now) throws SQLException {
        for (Payload payload : made) {
            if (!followsPending || !Chain.squash(session, scope, payload.operation(), drafts)) {
                Chain.append(session, scope, payload, 0, now);
            }
        }
    }

    /** Each as it is, transaction and all: the server may have had them before. */
    void queueAsSent(Instant now) throws SQLException {
        for (Payload payload : made) {
            Chain.append(session, scope, payload, 1, now);
        }
    }

    /**
     * As one transaction, if they are several.
     *
     * @throws TransactionTooLarge if they are too many, or too large together
     */
    List<OperationId> queueTogether(Instant now) throws SQLException {
        List<Payload> payloads = made.size() <= 1 ? made : parts(ids.get().uuid());
        long bytes = 0;
        for (Payload payload : payloads) {
            bytes += payload.bytes();
            if (bytes > OperationRules.MAX_PAYLOAD) {
                throw TransactionTooLarge.inBytes();
            }
            Chain.append(session, scope, payload, 0, now);
        }
        return payloads.stream().map(payload -> payload.operation().id()).toList();
    }

    private List<Payload> parts(UUID transaction) {
        List<Operation> whole = made.stream()
                .flatMap(payload -> Drafts.apart(payload.operation(), ids).stream())
                .toList();
        if (whole.size() > TransactionPart.MAX_SIZE) {
            throw TransactionTooLarge.inOperations();
        }
        List<Payload> parts = new ArrayList<>();
        for (Operation operation : whole) {
            TransactionPart part = new TransactionPart(transaction, parts.size() + 1, whole.size());
            parts.add(Payload.of(Drafts.as(operation, operation.id(), Optional.of(part))));
        }
        return parts;
    }

    /** So that a loop without end is refused before the memory is. */
    void requireRoom() {
        if (made.size() > TransactionPart.MAX_SIZE) {
            throw TransactionTooLarge.inOperations();
        }
    }
}
