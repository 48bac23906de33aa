package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Edits that apply whole or not at all, on this device as on the server. It sees its own edits, and belongs to the code
 * that it was handed to: other threads, and anybody after its end, are refused.
 */
public final class OpenTransaction {
    private final OpenEdits edits;
    private final Thread owner = Thread.currentThread();
    private boolean open = true;

    OpenTransaction(OpenEdits edits) {
        this.edits = edits;
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    /** As {@code save} of the scope. */
    public Optional<OperationId> save(String type, String id, Map<String, Json> fields) {
        return write(() -> edits.save(new EntityKey(type, id), fields));
    }

    /** As {@code save} of the scope, with the row that was on the screen. */
    public Optional<OperationId> save(String type, String id, Optional<VisibleRow> shown, Map<String, Json> fields) {
        return write(() -> edits.save(new EntityKey(type, id), shown, fields));
    }

    /** @return empty if there is nothing to delete */
    public Optional<OperationId> delete(String type, String id) {
        return write(() -> edits.delete(new EntityKey(type, id)));
    }

    /** Deletes a row as it was on the screen. */
    public Optional<OperationId> delete(VisibleRow shown) {
        return write(() -> edits.delete(shown));
    }

    /** With the edits that this transaction has made so far. */
    public Optional<VisibleRow> get(String type, String id) {
        return run(() -> edits.visible(new EntityKey(type, id)));
    }

    private Optional<OperationId> write(Step<Optional<OperationId>> step) {
        return run(() -> {
            Optional<OperationId> operation = step.run();
            edits.requireRoom();
            return operation;
        });
    }

    private <T> T run(Step<T> step) {
        if (!open || Thread.currentThread() != owner) {
            throw new IllegalStateException("a transaction is used by the code that it was handed to, until its end");
        }
        try {
            return step.run();
        } catch (SQLException e) {
            open = false;
            throw new StoreFailure("the database failed", e);
        } catch (RuntimeException e) {
            open = false;
            throw e;
        }
    }

    /** @throws IllegalStateException if one of its edits failed, whether or not somebody caught that */
    void end() {
        if (!open) {
            throw new IllegalStateException("an edit of the transaction had failed: nothing of it was stored");
        }
        open = false;
    }
}
