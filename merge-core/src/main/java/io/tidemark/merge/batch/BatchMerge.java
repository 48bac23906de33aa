package io.tidemark.merge.batch;

import io.tidemark.merge.Decision;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.Merge;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.schema.Lift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Plans a batch: admits and decides its operations one after the other, each on what the one before it left, and gives
 * each changed entity one new position, however often it was touched.
 */
public final class BatchMerge {
    private final Snapshot snapshot;
    private final EntityTypes types;
    private final WorkingSet working;

    private BatchMerge(Snapshot snapshot, EntityTypes types) {
        this.snapshot = snapshot;
        this.types = types;
        this.working = new WorkingSet(snapshot);
    }

    /**
     * @param arrivals in the order of the log, scope by scope
     * @param snapshot everything that {@link BatchKeys#of} names
     */
    public static Plan plan(List<Arrival> arrivals, Snapshot snapshot, EntityTypes types) {
        BatchMerge batch = new BatchMerge(snapshot, types);
        List<Draft> drafts = new ArrayList<>();
        arrivals.forEach(arrival -> drafts.add(batch.step(arrival)));
        return batch.working.finish(arrivals, drafts);
    }

    private Draft step(Arrival arrival) {
        Submission submission = arrival.submission();
        Mark mark = working.mark(arrival);
        Admission admission =
                Admission.admit(working.logged(arrival.operation()), mark, arrival.link(), submission.fingerprint());
        return switch (admission) {
            case Admission.Replay ignored -> {
                working.take(arrival);
                yield new Draft.Logged(arrival.operation(), true);
            }
            case Admission.Reused() -> {
                working.take(arrival);
                yield new Draft.Said(new Verdict.Final(Outcome.rejected(Reason.ID_REUSED), false));
            }
            case Admission.Decide() -> {
                working.log(arrival, decide(arrival));
                working.take(arrival);
                yield new Draft.Logged(arrival.operation(), false);
            }
            case Admission.OutOfOrder(long expected) -> new Draft.Said(new Verdict.OutOfOrder(expected));
            case Admission.Expired() -> new Draft.Said(new Verdict.Final(Outcome.rejected(Reason.EXPIRED), true));
            case Admission.Forked() -> new Draft.Said(new Verdict.DeviceForked());
        };
    }

    private WorkingSet.Decided decide(Arrival arrival) {
        return switch (arrival.submission()) {
            case Submission.Refused refused -> WorkingSet.Decided.rejected(refused.reason());
            // ADMIT-7: membership is asked where the effect would be, not only at the door.
            case Submission.Accepted ignored
            when !snapshot.members().contains(arrival.member()) -> WorkingSet.Decided.rejected(Reason.NOT_A_MEMBER);
            case Submission.Accepted accepted -> merge(arrival, accepted.operation());
            case Submission.Deferred ignored ->
                throw new IllegalStateException("a deferred operation is never put on the topic");
        };
    }

    private WorkingSet.Decided merge(Arrival arrival, Operation operation) {
        RowKey key = new RowKey(arrival.scope(), operation.entity());
        Optional<EntityState> current = working.row(key);
        Decision decision = decide(arrival, operation, current, working.openCopies(key));
        List<RowKey> touched = new ArrayList<>();
        decision.row().ifPresent(row -> touched.add(working.put(arrival.scope(), row)));
        decision.copies().forEach(copy -> touched.add(working.put(arrival.scope(), copy)));
        OptionalLong version = decision.row().or(() -> current).stream()
                .mapToLong(EntityState::version)
                .findFirst();
        List<EntityKey> copies =
                decision.copies().stream().map(EntityState::key).toList();
        Outcome outcome = new Outcome(decision.status(), decision.reason(), version, OptionalLong.empty(), copies);
        return new WorkingSet.Decided(outcome, Optional.of(operation.entity()), touched);
    }

    /** SCHEMA-7: rows know stored names only. */
    private Decision decide(
            Arrival arrival, Operation operation, Optional<EntityState> current, List<EntityState> openCopies) {
        EntityType type = type(operation.entity());
        Lift.Lifted lifted = Lift.operation(operation, type);
        Decision decision =
                Merge.decide(current, openCopies, lifted.operation(), arrival.author(), type, snapshot.epoch());
        return lifted.thinned() ? decision.thinned() : decision;
    }

    /** A type that this service no longer declares: nobody's value is overwritten unseen. */
    private EntityType type(EntityKey entity) {
        return types.find(entity.type()).orElseGet(() -> EntityType.undeclared(entity.type()));
    }

    /** What is to be said of an arrival, once positions are known. */
    sealed interface Draft {
        record Logged(OperationKey operation, boolean replayed) implements Draft {}

        record Said(Verdict verdict) implements Draft {}

        default OperationResult result(Arrival arrival, Function<OperationKey, Outcome> log) {
            Verdict verdict =
                    switch (this) {
                        case Logged(OperationKey operation, boolean replayed) ->
                            new Verdict.Final(log.apply(operation), replayed);
                        case Said(Verdict said) -> said;
                    };
            return new OperationResult(arrival.submission().id(), verdict);
        }
    }
}
