package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the user does. Each call is one transaction that holds what he saw, the operations, their place in the chain and
 * the rows as he sees them from now on; it returns after the commit.
 */
public final class Edits {
    private final Database database;
    private final Drafts drafts;
    private final Supplier<OperationId> ids;
    private final InstantSource clock;
    private boolean ended; // read and written within transactions

    public Edits(Database database, EntityTypes types, Supplier<OperationId> ids, InstantSource clock) {
        this.database = database;
        this.drafts = new Drafts(types);
        this.ids = ids;
        this.clock = clock;
    }

    /** Edits that are made within one transaction of the database. */
    interface Work<T> {
        T run(Session session, OpenEdits edits, Instant now) throws SQLException;
    }

    /**
     * @return empty if the fields already have these values
     * @throws InvalidOperation if it could never be accepted; nothing was stored
     */
    public Optional<OperationId> save(String scope, EntityKey entity, Map<String, Json> fields) {
        return one(scope, edits -> edits.save(entity, fields));
    }

    /** The same, with what the user really had on the screen: it may be older than what stands in the view by now. */
    public Optional<OperationId> save(
            String scope, EntityKey entity, Optional<VisibleRow> shown, Map<String, Json> fields) {
        return one(scope, edits -> edits.save(entity, shown, fields));
    }

    /** @param shown the row that the user had on the screen when he deleted it */
    public Optional<OperationId> delete(String scope, VisibleRow shown) {
        return one(scope, edits -> edits.delete(shown));
    }

    /** @return empty if there is nothing to delete */
    public Optional<OperationId> delete(String scope, EntityKey entity) {
        return one(scope, edits -> edits.delete(entity));
    }

    private interface One {
        Optional<OperationId> run(OpenEdits edits) throws SQLException;
    }

    private Optional<OperationId> one(String scope, One edit) {
        return write(scope, (session, edits, now) -> {
            Optional<OperationId> id = edit.run(edits);
            edits.queue(now);
            return id;
        });
    }

    /**
     * All of it, or nothing: whatever the work throws, nothing was stored.
     *
     * @return the operations, in their order; none if the work changed nothing
     * @throws TransactionTooLarge if it holds more than fits into one request
     */
    public List<OperationId> transaction(String scope, Consumer<OpenTransaction> work) {
        return write(scope, (session, edits, now) -> {
            OpenTransaction transaction = new OpenTransaction(edits);
            work.accept(transaction);
            transaction.end();
            return edits.queueTogether(now);
        });
    }

    /** From when it returns, nothing is stored any more; what was under way is stored. */
    public void end() {
        database.write(session -> ended = true);
    }

    OperationId newId() {
        return ids.get();
    }

    <T> T write(String scope, Work<T> work) {
        Instant now = clock.instant();
        return database.write(session -> {
            if (ended) {
                throw new SignedOut();
            }
            return work.run(session, new OpenEdits(session, scope, drafts, ids), now);
        });
    }
}
