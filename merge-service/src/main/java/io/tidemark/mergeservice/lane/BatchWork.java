package io.tidemark.mergeservice.lane;

import io.tidemark.mergeservice.batch.Batch;
import io.tidemark.mergeservice.batch.BatchTransaction;
import io.tidemark.mergeservice.batch.Merged;
import io.tidemark.mergeservice.measure.CrowdWarning;
import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.mergeservice.measure.OperationTraces;
import io.tidemark.mergeservice.publish.Publication;
import io.tidemark.mergeservice.publish.PublishFailed;
import io.tidemark.mergeservice.publish.Publisher;
import io.tidemark.mergeservice.store.LostClaim;
import io.tidemark.mergeservice.store.TooMuchToRead;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/** Carries one batch from its records to its publication. What it throws is tried again, from the start. */
final class BatchWork {
    private static final Logger LOG = Logger.getLogger(BatchWork.class);

    private final BatchTransaction transaction;
    private final Publisher publisher;
    private final MergeMetrics metrics;
    private final OperationTraces traces;
    private final CrowdWarning crowds = new CrowdWarning(System::nanoTime);

    BatchWork(BatchTransaction transaction, Publisher publisher, MergeMetrics metrics, OperationTraces traces) {
        this.transaction = transaction;
        this.publisher = publisher;
        this.metrics = metrics;
        this.traces = traces;
    }

    /**
     * Returns when the batch is committed, and published on all in-sync replicas.
     *
     * @return the lanes of which that does not hold, as somebody else holds a scope of theirs
     */
    Set<Integer> carryOut(Batch batch) throws SQLException, LostClaim, PublishFailed {
        try {
            allAtOnce(batch);
            return Set.of();
        } catch (SQLException e) {
            if (Trouble.of(e) != Trouble.LOCKED) {
                throw e;
            }
            return laneByLane(batch);
        }
    }

    /** MS-8: the wait for one scope is kept from the other lanes. */
    private Set<Integer> laneByLane(Batch batch) throws SQLException, LostClaim, PublishFailed {
        List<Batch> lanes = batch.lanes();
        if (lanes.size() == 1) {
            return batch.ends().keySet();
        }
        Set<Integer> locked = new TreeSet<>();
        for (Batch lane : lanes) {
            locked.addAll(carryOut(lane));
        }
        return locked;
    }

    private void allAtOnce(Batch batch) throws SQLException, LostClaim, PublishFailed {
        try {
            mergeAndPublish(batch);
        } catch (SQLException | RuntimeException e) {
            switch (Trouble.of(e)) {
                case PASSING, LOCKED -> throw e;
                case OF_THE_BATCH -> {
                    LOG.warnf(
                            e,
                            "a batch of %d records fails as a whole: one by one",
                            batch.records().size());
                    oneByOne(batch.singles());
                }
            }
        }
    }

    /** MS-4: the fault of one record is kept from the others; a record whose rows are too large is done in parts. */
    private void oneByOne(List<Batch> singles) throws SQLException, LostClaim, PublishFailed {
        for (Batch single : singles) {
            try {
                mergeAndPublish(single);
            } catch (SQLException | RuntimeException e) {
                switch (Trouble.of(e)) {
                    case PASSING, LOCKED -> throw e;
                    case OF_THE_BATCH -> {
                        List<Batch> parts = e instanceof TooMuchToRead ? single.units() : List.of();
                        if (parts.size() > 1) {
                            oneByOne(parts);
                        } else {
                            setAside(single, e);
                        }
                    }
                }
            }
        }
    }

    /** MS-4: its operations are rejected; where even that cannot be written, it is only kept. */
    private void setAside(Batch single, Exception e) throws SQLException, LostClaim, PublishFailed {
        long begin = System.nanoTime();
        String error = e.getClass().getSimpleName() + ": " + e.getMessage();
        LOG.errorf(e, "a record cannot be merged, and is kept in poison_record: %s", single.ends());
        try {
            publish(transaction.reject(single, error), begin);
        } catch (SQLException | RuntimeException again) {
            switch (Trouble.of(again)) {
                case PASSING, LOCKED -> throw again;
                case OF_THE_BATCH -> publish(transaction.keep(single, error), begin);
            }
        }
        metrics.setAside();
    }

    private void mergeAndPublish(Batch batch) throws SQLException, LostClaim, PublishFailed {
        long begin = System.nanoTime();
        publish(transaction.merge(batch), begin);
    }

    private void publish(Merged merged, long begin) throws PublishFailed {
        metrics.merged(merged);
        traces.merged(merged, Instant.now().minusNanos(System.nanoTime() - begin));
        merged.effect().flatMap(effect -> crowds.about(effect.crowded())).ifPresent(LOG::warn);
        Publication publication = Publication.of(merged);
        publisher.publish(publication);
        metrics.published(publication, System.nanoTime() - begin);
    }
}
