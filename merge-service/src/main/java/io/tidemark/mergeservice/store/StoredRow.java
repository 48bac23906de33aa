package io.tidemark.mergeservice.store;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.RowCodec;
import java.util.Optional;

/**
 * A row with its large parts as text, written once: they go into the table and onto the topic.
 *
 * @param fields the canonical form of the fields
 * @param conflict the canonical form of what makes it a conflict copy
 */
public record StoredRow(ScopeKey scope, EntityState state, String fields, Optional<String> conflict) {

    public static StoredRow of(ScopeKey scope, EntityState state) {
        return new StoredRow(
                scope,
                state,
                CanonicalJson.write(new Json.Obj(state.fields())),
                state.conflict().map(origin -> CanonicalJson.write(RowCodec.writeConflict(origin))));
    }

    public RowKey key() {
        return new RowKey(scope, state.key());
    }
}
