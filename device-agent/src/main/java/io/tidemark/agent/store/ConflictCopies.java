package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.ConflictOrigin;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The three ways out of a conflict, by ordinary operations: all of one way, or nothing. */
public final class ConflictCopies {
    private final Edits edits;
    private final EntityTypes types;

    public ConflictCopies(Edits edits, EntityTypes types) {
        this.edits = edits;
        this.types = types;
    }

    private interface Way {
        void go(OpenEdits open, VisibleRow copy, ConflictOrigin origin) throws SQLException;
    }

    /**
     * The copy's values go to the row, and the copy goes. Increments and elements that had found no room are added.
     *
     * @return the operations; none if there is no such conflict copy
     * @throws InvalidOperation if the row could never take them; nothing was stored
     */
    public List<OperationId> keepMine(String scope, EntityKey copy) {
        return resolve(scope, copy, (open, row, origin) -> {
            EntityKey of = new EntityKey(copy.type(), origin.of());
            SortedMap<String, Json> standing =
                    open.visible(of).map(VisibleRow::fields).orElseGet(TreeMap::new);
            open.save(of, origin.reason() == Reason.OUT_OF_RANGE ? sum(copy.type(), standing, row) : row.fields());
        });
    }

    /** The row stays as it is, and the copy goes. */
    public List<OperationId> keepTheirs(String scope, EntityKey copy) {
        return resolve(scope, copy, (open, row, origin) -> {});
    }

    /**
     * The row stays, and the copy becomes an entity of its own: the row with the copy's values.
     *
     * @param id of the new entity
     * @throws IllegalArgumentException if there is an entity of that id
     */
    public List<OperationId> keepBoth(String scope, EntityKey copy, String id) {
        return resolve(scope, copy, (open, row, origin) -> {
            EntityKey of = new EntityKey(copy.type(), origin.of());
            TreeMap<String, Json> fields =
                    open.visible(of).map(VisibleRow::fields).map(TreeMap::new).orElseGet(TreeMap::new);
            fields.putAll(row.fields());
            open.create(new EntityKey(copy.type(), id), fields);
        });
    }

    private List<OperationId> resolve(String scope, EntityKey copy, Way way) {
        return edits.write(scope, (session, open, now) -> {
            Optional<VisibleRow> row = open.visible(copy);
            Optional<ConflictOrigin> origin = row.flatMap(VisibleRow::conflict);
            if (origin.isEmpty()) {
                return List.of();
            }
            way.go(open, row.orElseThrow(), origin.get());
            open.delete(row.orElseThrow());
            return open.queueTogether(now);
        });
    }

    /** Such a copy holds what was to be added, and not what was to stand there. */
    private SortedMap<String, Json> sum(String type, SortedMap<String, Json> standing, VisibleRow copy) {
        TreeMap<String, Json> fields = new TreeMap<>();
        copy.fields()
                .forEach((field, value) -> fields.put(
                        field,
                        types.find(type)
                                .map(declared -> Intent.added(declared, field, standing.get(field), value))
                                .orElse(value)));
        return fields;
    }
}
