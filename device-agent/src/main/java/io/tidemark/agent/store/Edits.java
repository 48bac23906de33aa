package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the user does. Each call is one transaction that holds what he saw, the operation, its place in the chain and
 * the row as he sees it from now on; it returns after the commit.
 */
public final class Edits {
    private final Database database;
    private final Drafts drafts;
    private final Supplier<OperationId> ids;
    private final InstantSource clock;

    public Edits(Database database, EntityTypes types, Supplier<OperationId> ids, InstantSource clock) {
        this.database = database;
        this.drafts = new Drafts(types);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @return empty if the fields already have these values
     * @throws InvalidOperation if it could never be accepted; nothing was stored
     */
    public Optional<OperationId> save(String scope, EntityKey entity, Map<String, Json> fields) {
        OperationId id = ids.get();
        return edit(scope, entity, visible -> drafts.upsert(id, entity, fields, visible));
    }

    /** The same, with what the user really had on the screen: it may be older than what stands in the view by now. */
    public Optional<OperationId> save(
            String scope, EntityKey entity, Optional<VisibleRow> shown, Map<String, Json> fields) {
        OperationId id = ids.get();
        return edit(scope, entity, visible -> drafts.upsert(id, entity, fields, shown));
    }

    /** @param shown the row that the user had on the screen when he deleted it */
    public Optional<OperationId> delete(String scope, VisibleRow shown) {
        OperationId id = ids.get();
        return edit(scope, shown.entity(), visible -> Optional.of(drafts.delete(id, shown)));
    }

    /** @return empty if there is nothing to delete */
    public Optional<OperationId> delete(String scope, EntityKey entity) {
        OperationId id = ids.get();
        return edit(scope, entity, visible -> visible.map(row -> drafts.delete(id, row)));
    }

    private Optional<OperationId> edit(String scope, EntityKey entity, Draft draft) {
        Instant now = clock.instant();
        return database.write(session -> {
            Optional<VisibleRow> visible = ViewRows.visible(session, scope, entity);
            Optional<Operation> operation = draft.of(visible);
            if (operation.isPresent()) {
                Chain.append(session, scope, operation.get(), now);
                ViewRows.put(session, scope, entity, Overlay.lay(visible.map(VisibleRow::fields), operation.get()));
            }
            return operation.map(Operation::id);
        });
    }

    /** What the user did, given what he saw. */
    private interface Draft {
        Optional<Operation> of(Optional<VisibleRow> visible);
    }

    public List<DeadLetter> deadLetters(String scope) {
        return database.read(session -> session.list(DeadLetterSql.DEAD_LETTERS, Edits::letter, scope));
    }

    /**
     * Queues the letter's operation again, with what its author saw then. A refusal that is the operation's outcome
     * belongs to its id for ever, so such a letter goes under a new one.
     *
     * @return the id under which it goes; empty if there is no such letter
     */
    public Optional<OperationId> retry(String scope, OperationId letter) {
        OperationId fresh = ids.get();
        Instant now = clock.instant();
        return database.write(session -> {
            Optional<DeadLetter> found =
                    session.first(DeadLetterSql.DEAD_LETTER, Edits::letter, scope, letter.toString());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Operation operation = found.get().operation();
            Operation again = found.get().decided() ? Drafts.renamed(operation, fresh) : operation;
            session.update(DeadLetterSql.REMOVE_DEAD_LETTER, scope, letter.toString());
            Chain.append(session, scope, again, now);
            ViewRows.put(
                    session,
                    scope,
                    again.entity(),
                    Overlay.lay(ViewRows.visible(session, scope, again.entity()).map(VisibleRow::fields), again));
            return Optional.of(again.id());
        });
    }

    /** @return whether there was such a letter */
    public boolean discard(String scope, OperationId letter) {
        return database.write(
                session -> session.update(DeadLetterSql.REMOVE_DEAD_LETTER, scope, letter.toString()) > 0);
    }

    private static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                Stored.operation(row.getString(1)),
                row.getString(2),
                row.getBoolean(3),
                Instant.ofEpochMilli(row.getLong(4)));
    }
}
