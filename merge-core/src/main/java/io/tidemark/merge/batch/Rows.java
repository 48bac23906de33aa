package io.tidemark.merge.batch;

import io.tidemark.merge.Author;
import io.tidemark.merge.EntityState;
import java.util.List;
import java.util.Optional;

/** Entities as the operations before left them. */
interface Rows {
    Optional<EntityState> row(RowKey key);

    /**
     * Of the author's {@link BatchKeys#LATEST_COPIES} latest conflict copies those that are live, in the order of their
     * ids, so that the first one that fits is the same everywhere.
     */
    List<EntityState> openCopies(RowKey entity, Author author);

    RowKey put(ScopeKey scope, EntityState row);
}
