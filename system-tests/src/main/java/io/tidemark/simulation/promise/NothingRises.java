package io.tidemark.simulation.promise;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;

/** G11: what was deleted and forgotten does not rise as a fragment: an entity begins only where somebody made it. */
final class NothingRises extends Promise {
    @Override
    public String id() {
        return "G11";
    }

    @Override
    public String words() {
        return "nothing deleted rises: an entity begins with somebody who made it, whole";
    }

    @Override
    protected void on(Happening happening) {
        if (happening instanceof Happening.Committed committed) {
            committed.plan().rows().forEach((key, row) -> {
                if (isBegun(row)) {
                    require(
                            committed.arrivals().stream().anyMatch(arrival -> makes(arrival, key.entity())),
                            () -> key.entity().id() + " begins, and nobody made it");
                }
            });
        }
    }

    private static boolean isBegun(EntityState row) {
        return row.version() == 1 && row.conflict().isEmpty();
    }

    private static boolean makes(Arrival arrival, EntityKey entity) {
        return arrival.submission() instanceof Submission.Accepted accepted
                && accepted.operation() instanceof Operation.Upsert upsert
                && upsert.entity().equals(entity)
                && (upsert.basis() instanceof Basis.Nothing || upsert.fields().isEmpty());
    }
}
