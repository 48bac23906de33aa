package io.tidemark.mergeservice.batch;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.mergeservice.store.CopiedEntity;
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
     * @param copied the entities of which the plan made a copy, each with all its open ones
     */
    public record Effect(
            List<Arrival> arrivals, Snapshot snapshot, Plan plan, List<StoredRow> rows, List<CopiedEntity> copied) {
        public Effect {
            arrivals = List.copyOf(arrivals);
            rows = List.copyOf(rows);
            copied = List.copyOf(copied);
        }

        /** MS-12: those of which there are too many. */
        public List<CopiedEntity> crowded() {
            return copied.stream().filter(CopiedEntity::isCrowded).toList();
        }
    }
}
