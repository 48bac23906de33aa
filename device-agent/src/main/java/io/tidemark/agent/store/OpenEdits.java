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
    private final List<Operation> made = new ArrayList<>();

    OpenEdits(Session session, String scope, Drafts drafts, Supplier<OperationId> ids) {
        this.session = session;
        this.scope = scope;
        this.drafts = drafts;
        this.ids = ids;
    }

    /** What the user did, given what stands in the view. */
    private interface Draft {
        Optional<Operation> of(Optional<VisibleRow> visible);
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
        make(operation.entity(), visible -> Optional.of(operation));
        return operation.id();
    }

    private Optional<OperationId> make(EntityKey entity, Draft draft) throws SQLException {
        Optional<VisibleRow> visible = visible(entity);
        Optional<Operation> operation = draft.of(visible);
        if (operation.isPresent()) {
            made.add(operation.get());
            ViewRows.put(session, scope, entity, Overlay.lay(visible.map(VisibleRow::fields), operation.get()));
        }
        return operation.map(Operation::id);
    }

    /** Each by itself, in the order in which they were made; into the last one of the queue, if that may be. */
    void queue(Instant now) throws SQLException {
        for (Operation operation : made) {
            if (!Chain.squash(session, scope, operation, drafts)) {
                Chain.append(session, scope, Payload.of(operation), 0, now);
            }
        }
    }

    /** Each as it is, transaction and all: the server may have had them before. */
    void queueAsSent(Instant now) throws SQLException {
        for (Operation operation : made) {
            Chain.append(session, scope, Payload.of(operation), 1, now);
        }
    }

    /**
     * As one transaction, if they are several.
     *
     * @throws TransactionTooLarge if they are too many, or too large together
     */
    List<OperationId> queueTogether(Instant now) throws SQLException {
        List<Operation> operations = made.size() <= 1 ? made : parts(ids.get().uuid());
        long bytes = 0;
        for (Operation operation : operations) {
            Payload payload = Payload.of(operation);
            bytes += payload.bytes();
            if (bytes > OperationRules.MAX_PAYLOAD) {
                throw TransactionTooLarge.inBytes();
            }
            Chain.append(session, scope, payload, 0, now);
        }
        return operations.stream().map(Operation::id).toList();
    }

    private List<Operation> parts(UUID transaction) {
        List<Operation> whole = made.stream()
                .flatMap(operation -> Drafts.apart(operation, ids).stream())
                .toList();
        if (whole.size() > TransactionPart.MAX_SIZE) {
            throw TransactionTooLarge.inOperations();
        }
        List<Operation> parts = new ArrayList<>();
        for (Operation operation : whole) {
            TransactionPart part = new TransactionPart(transaction, parts.size() + 1, whole.size());
            parts.add(Drafts.as(operation, operation.id(), Optional.of(part)));
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
