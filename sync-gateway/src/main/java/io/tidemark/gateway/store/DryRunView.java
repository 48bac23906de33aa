package io.tidemark.gateway.store;

import io.tidemark.merge.EntityState;
import io.tidemark.protocol.outcome.Reason;
import java.util.List;
import java.util.Optional;

/**
 * What the merge would read for one operation, in one snapshot.
 *
 * @param row live or deleted; empty if it was never made, or purged
 * @param copies that its author could join
 * @param known what the log has of it, if it was decided already
 * @param refusal why the author's last rejected operation on the entity was rejected
 * @param versionFloor of the scope (MERGE-24)
 */
public record DryRunView(
        String epoch,
        Optional<EntityState> row,
        List<EntityState> copies,
        Optional<LoggedLine> known,
        Optional<Reason> refusal,
        long versionFloor) {
    public DryRunView {
        copies = List.copyOf(copies);
    }
}
