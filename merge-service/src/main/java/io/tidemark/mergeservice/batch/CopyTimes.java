package io.tidemark.mergeservice.batch;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * When the conflict copies of a batch were made (MS-11): the timestamp of the record that carried the operation which
 * lost. It is the log's time and not this service's clock, so records that are merged anew after a restore make the very
 * same copies. The merge itself knows no time.
 */
final class CopyTimes {
    private final Snapshot snapshot;
    private final Map<OperationKey, Instant> decided = new HashMap<>();

    private CopyTimes(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param plan with one result for each arrival of the batch, in their order */
    static CopyTimes of(Batch batch, Snapshot snapshot, Plan plan) {
        CopyTimes times = new CopyTimes(snapshot);
        Iterator<OperationResult> results = plan.results().iterator();
        for (Incoming.Push push : batch.pushes()) {
            ScopeKey scope =
                    new ScopeKey(push.content().tenant(), push.content().scope());
            for (int i = 0; i < push.arrivals().size(); i++) {
                times.note(scope, results.next(), push.record().timestamp());
            }
        }
        return times;
    }

    /** An operation may be in a batch twice: the first time that it was decided counts. */
    private void note(ScopeKey scope, OperationResult result, long timestamp) {
        boolean now = result.verdict() instanceof Verdict.Final last && !last.replayed();
        if (now && timestamp >= 0) {
            decided.putIfAbsent(new OperationKey(scope, result.operation()), Instant.ofEpochMilli(timestamp));
        }
    }

    /** The row with its time if it is a copy that this batch made; one that was there before keeps what it has. */
    EntityState dated(RowKey key, EntityState row) {
        return snapshot.rows().containsKey(key)
                ? row
                : row.conflict()
                        .flatMap(origin -> Optional.ofNullable(
                                        decided.get(new OperationKey(key.scope(), origin.operation())))
                                .map(origin::at))
                        .map(row::with)
                        .orElse(row);
    }
}
