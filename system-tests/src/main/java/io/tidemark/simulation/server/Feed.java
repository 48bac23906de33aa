package io.tidemark.simulation.server;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.schema.RowForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The server's rows in the forms that apps of each version are answered; a row that did not change is not made anew. */
public final class Feed {
    private final Database database;
    private final Map<Formed, Shown> known = new HashMap<>();

    private record Formed(RowKey key, int form) {}

    private record Shown(EntityState state, int declared, CanonicalRow row) {}

    public Feed(Database database) {
        this.database = database;
    }

    /** Rows behind a position, in their order. */
    List<CanonicalRow> ahead(ScopeKey scope, long position, EntityTypes types, int form) {
        List<CanonicalRow> ahead = new ArrayList<>();
        database.store().rows().forEach((key, state) -> {
            if (state.position() > position && key.scope().equals(scope)) {
                ahead.add(shown(key, state, types, form));
            }
        });
        ahead.sort(Comparator.comparingLong(CanonicalRow::position));
        return ahead;
    }

    /** What is not deleted. */
    public Map<EntityKey, CanonicalRow.Live> live(ScopeKey scope, EntityTypes types, int form) {
        TreeMap<EntityKey, CanonicalRow.Live> live = new TreeMap<>();
        database.store().rows().forEach((key, state) -> {
            if (!state.deleted()
                    && key.scope().equals(scope)
                    && shown(key, state, types, form) instanceof CanonicalRow.Live row) {
                live.put(key.entity(), row);
            }
        });
        return live;
    }

    private CanonicalRow shown(RowKey key, EntityState state, EntityTypes types, int form) {
        EntityType type = types.find(key.entity().type()).orElseThrow();
        Formed formed = new Formed(key, form);
        Shown before = known.get(formed);
        if (before != null && before.state().equals(state) && before.declared() == type.schema()) {
            return before.row();
        }
        RowForm rowForm = new RowForm(type, form);
        CanonicalRow row = rowForm.isStoredForm() ? state.toRow() : rowForm.lower(state.toRow());
        known.put(formed, new Shown(state, type.schema(), row));
        return row;
    }
}
