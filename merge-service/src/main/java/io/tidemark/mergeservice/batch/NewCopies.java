package io.tidemark.mergeservice.batch;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.ConflictOrigin;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The conflict copies that a batch makes, and when they were made (MS-11): the timestamp of the record that carried the
 * operation which lost. It is the log's time and not this service's clock, so records that are merged anew after a
 * restore make the very same copies. The merge itself knows no time.
 */
final class NewCopies {
    private final Snapshot snapshot;
    private final Map<OperationKey, Instant> decided = new HashMap<>();
    private final TreeSet<RowKey> entities = new TreeSet<>();

    private NewCopies(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** @param plan with one result for each arrival of the batch, in their order */
    static NewCopies of(Batch batch, Snapshot snapshot, Plan plan) {
        NewCopies copies = new NewCopies(snapshot);
        Iterator<OperationResult> results = plan.results().iterator();
        for (Incoming.Push push : batch.pushes()) {
            ScopeKey scope =
                    new ScopeKey(push.content().tenant(), push.content().scope());
            for (int i = 0; i < push.arrivals().size(); i++) {
                copies.note(scope, results.next(), push.record().timestamp());
            }
        }
        plan.rows().forEach(copies::note);
        return copies;
    }

    /** An operation may be in a batch twice: the first time that it was decided counts. */
    private void note(ScopeKey scope, OperationResult result, long timestamp) {
        boolean now = result.verdict() instanceof Verdict.Final last && !last.replayed();
        if (now && timestamp >= 0) {
            decided.putIfAbsent(new OperationKey(scope, result.operation()), Instant.ofEpochMilli(timestamp));
        }
    }

    private void note(RowKey key, EntityState row) {
        origin(key, row)
                .map(origin -> new EntityKey(key.entity().type(), origin.of()))
                .ifPresent(of -> entities.add(new RowKey(key.scope(), of)));
    }

    /** Empty for what is no copy, and for a copy that was there before. */
    private Optional<ConflictOrigin> origin(RowKey key, EntityState row) {
        return snapshot.rows().containsKey(key) ? Optional.empty() : row.conflict();
    }

    /** The row, with its time if it is a new copy. */
    EntityState dated(RowKey key, EntityState row) {
        return origin(key, row)
                .flatMap(origin -> time(key.scope(), origin).map(origin::at))
                .map(row::with)
                .orElse(row);
    }

    private Optional<Instant> time(ScopeKey scope, ConflictOrigin origin) {
        return Optional.ofNullable(decided.get(new OperationKey(scope, origin.operation())));
    }

    /** Of which the new ones are copies. */
    NavigableSet<RowKey> entities() {
        return Collections.unmodifiableNavigableSet(entities);
    }
}
