package io.tidemark.gateway.store;

import io.tidemark.merge.EntityState;
import java.util.List;
import java.util.Optional;

/**
 * What the store knows of an entity, in one snapshot.
 *
 * @param row live or deleted; empty if it was never made, or purged
 * @param history the latest lines of the log that name it, newest first
 * @param more whether there are older ones
 * @param writers the lines of the operations that wrote what the row holds, as far as the log has them, newest first
 * @param copies its open conflict copies, newest first
 * @param moreCopies whether there are more of them
 */
public record ExplanationView(
        String epoch,
        Optional<EntityState> row,
        List<LoggedLine> history,
        boolean more,
        List<LoggedLine> writers,
        List<EntityState> copies,
        boolean moreCopies) {
    public ExplanationView {
        history = List.copyOf(history);
        writers = List.copyOf(writers);
        copies = List.copyOf(copies);
    }
}
