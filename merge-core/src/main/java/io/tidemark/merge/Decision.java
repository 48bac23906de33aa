package io.tidemark.merge;

import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import java.util.List;
import java.util.Optional;

/**
 * What the merge of one operation comes to.
 *
 * @param status the outcome
 * @param reason why, where the status alone does not say it
 * @param row the entity's new state; empty if it stays as it is
 * @param copies conflict copies, made or joined
 */
public record Decision(Status status, Optional<Reason> reason, Optional<EntityState> row, List<EntityState> copies) {
    public Decision {
        copies = List.copyOf(copies);
    }

    static Decision unchanged(Status status, Reason reason) {
        return new Decision(status, Optional.of(reason), Optional.empty(), List.of());
    }

    /** SCHEMA-10: of an operation that wrote to removed fields, too. */
    public Decision thinned() {
        return status == Status.APPLIED
                ? new Decision(Status.MERGED, Optional.of(Reason.FIELD_REMOVED), row, copies)
                : this;
    }

    static Decision applied(Optional<EntityState> row) {
        return new Decision(Status.APPLIED, Optional.empty(), row, List.of());
    }
}
