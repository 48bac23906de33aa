package io.tidemark.merge.batch;

import io.tidemark.merge.EntityState;
import java.util.List;
import java.util.Optional;

/** Entities as the operations before left them. */
interface Rows {
    Optional<EntityState> row(RowKey key);

    /** Live conflict copies, in the order of their ids, so that the first one that fits is the same everywhere. */
    List<EntityState> openCopies(RowKey entity);

    RowKey put(ScopeKey scope, EntityState row);
}
