package io.tidemark.mergeservice.batch;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.mergeservice.store.LostClaim;
import io.tidemark.mergeservice.store.PoisonRecord;
import io.tidemark.mergeservice.store.Store;
import io.tidemark.mergeservice.store.StoredRow;
import io.tidemark.mergeservice.store.Transaction;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.outcome.Reason;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Effects, outcomes, marks and positions of a batch: all of them or none (MS-2). */
public final class BatchTransaction {
    /** About 200 MB when it is taken apart. A batch beyond it is done record by record, and a record in parts. */
    private static final long MOST_CHARACTERS = 16L * 1024 * 1024;

    private final Store store;
    private final EntityTypes types;

    public BatchTransaction(Store store, EntityTypes types) {
        this.store = store;
        this.types = types;
    }

    /** Returns what was committed. After any exception the commit may or may not have happened. */
    public Merged merge(Batch batch) throws SQLException, LostClaim {
        try (Transaction transaction = store.begin(batch.topicId(), batch.ground())) {
            transaction.claim(batch.claims());
            transaction.keepPoison(batch.poison());
            Optional<Merged.Effect> effect = mergeInto(transaction, batch);
            transaction.commit();
            return new Merged(batch, effect);
        }
    }

    private Optional<Merged.Effect> mergeInto(Transaction transaction, Batch batch) throws SQLException, LostClaim {
        List<Arrival> arrivals = batch.arrivals();
        if (arrivals.isEmpty()) {
            return Optional.empty();
        }
        Snapshot snapshot = transaction.read(BatchKeys.of(arrivals), MOST_CHARACTERS);
        Plan plan = BatchMerge.plan(arrivals, snapshot, types);
        NewCopies copies = NewCopies.of(batch, snapshot, plan);
        List<StoredRow> rows = plan.rows().entrySet().stream()
                .map(row -> StoredRow.of(row.getKey().scope(), copies.dated(row.getKey(), row.getValue())))
                .toList();
        transaction.write(plan, rows);
        return Optional.of(
                new Merged.Effect(arrivals, snapshot, plan, rows, transaction.countCopies(copies.entities())));
    }

    /**
     * MS-4: the operations of a record that the merge itself cannot digest are final, as rejected: their devices keep
     * them as dead letters, and nothing behind them waits. The record is kept for the operator.
     */
    public Merged reject(Batch single, String error) throws SQLException, LostClaim {
        return setAside(single.refused(Reason.MERGE_FAILED), single, error);
    }

    /** MS-4: moves the position past a record of which nothing else can be written. */
    public Merged keep(Batch single, String error) throws SQLException, LostClaim {
        return setAside(single.withoutPushes(), single, error);
    }

    private Merged setAside(Batch remaining, Batch single, String error) throws SQLException, LostClaim {
        try (Transaction transaction = store.begin(single.topicId(), single.ground())) {
            transaction.claim(single.claims());
            transaction.keepPoison(single.records().stream()
                    .map(each -> new PoisonRecord(each.record(), error))
                    .toList());
            Optional<Merged.Effect> effect = mergeInto(transaction, remaining);
            transaction.commit();
            return new Merged(remaining, effect);
        }
    }
}
