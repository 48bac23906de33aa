package io.tidemark.gateway.store;

import io.tidemark.gateway.row.StoredRow;
import java.util.List;
import java.util.Optional;

/**
 * Open conflict copies of a scope, in one snapshot.
 *
 * @param copies in the order of {@link CopyRange}
 * @param rest where to go on; empty if there are no more
 */
public record CopiesView(String epoch, List<StoredRow> copies, Optional<CopyRange> rest) {
    public CopiesView {
        copies = List.copyOf(copies);
    }
}
