package io.tidemark.protocol.outcome;

import io.tidemark.protocol.operation.EntityKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What became of an operation, for ever.
 *
 * @param status one of four
 * @param reason why, where the status alone does not say it
 * @param version of the row after the operation, where there is a row
 * @param position at which readers meet the row's change; empty if the operation changed no row
 * @param conflictCopies the copies that hold what could not be merged
 */
public record Outcome(
        Status status,
        Optional<Reason> reason,
        OptionalLong version,
        OptionalLong position,
        List<EntityKey> conflictCopies) {
    public Outcome {
        conflictCopies = List.copyOf(conflictCopies);
    }

    public static Outcome rejected(Reason reason) {
        return new Outcome(Status.REJECTED, Optional.of(reason), OptionalLong.empty(), OptionalLong.empty(), List.of());
    }

    public Outcome at(OptionalLong newPosition) {
        return new Outcome(status, reason, version, newPosition, conflictCopies);
    }
}
