package io.tidemark.mergeservice.batch;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.mergeservice.store.StoredRow;
import java.util.List;
import java.util.Optional;

/**
 * A batch after its commit.
 *
 * @param effect empty if no record of the batch could be read
 */
public record Merged(Batch batch, Optional<Effect> effect) {
    /**
     * @param arrivals to which the plan's results belong, one by one
     * @param snapshot what stood before
     * @param plan what was written
     * @param rows the plan's, as they were written
     */
    public record Effect(List<Arrival> arrivals, Snapshot snapshot, Plan plan, List<StoredRow> rows) {
        public Effect {
            arrivals = List.copyOf(arrivals);
            rows = List.copyOf(rows);
        }
    }
}
