package io.tidemark.merge.batch;

import io.tidemark.merge.Decision;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.Merge;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.schema.Lift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What becomes of operations that are admitted: one that stands alone, or a transaction. */
final class Deciding {
    private final Snapshot snapshot;
    private final EntityTypes types;
    private final WorkingSet working;

    Deciding(Snapshot snapshot, EntityTypes types, WorkingSet working) {
        this.snapshot = snapshot;
        this.types = types;
        this.working = working;
    }

    Decided alone(Arrival arrival) {
        return refusal(arrival).map(Decided::rejected).orElseGet(() -> merge(working, arrival, operation(arrival)));
    }

    /**
     * TX-1: whole, or not at all. Its operations see each other's effects, and nobody sees any of them before all hold.
     * They hold if each is applied or merges as its type declares.
     */
    List<Decided> together(List<Arrival> transaction) {
        if (transaction.stream().anyMatch(arrival -> refusal(arrival).isPresent())) {
            return transaction.stream()
                    .map(arrival -> Decided.rejected(refusal(arrival).orElse(Reason.TRANSACTION_REFUSED)))
                    .toList();
        }
        Trial trial = new Trial(working);
        List<Decided> decided = new ArrayList<>();
        for (Arrival arrival : transaction) {
            Decided next = merge(trial, arrival, operation(arrival));
            if (!holds(next.outcome())) {
                return transaction.stream().map(this::setAside).toList();
            }
            decided.add(next);
        }
        trial.keep();
        return decided;
    }

    private static boolean holds(Outcome outcome) {
        return switch (outcome.status()) {
            case APPLIED -> true;
            case MERGED ->
                outcome.reason().filter(Reason.DELETE_SUPERSEDED::equals).isEmpty();
            case CONFLICT, REJECTED -> false;
        };
    }

    private Optional<Reason> refusal(Arrival arrival) {
        return switch (arrival.submission()) {
            case Submission.Refused refused -> Optional.of(refused.reason());
            // ADMIT-7: membership is asked where the effect would be, not only at the door.
            case Submission.Accepted ignored ->
                snapshot.members().contains(arrival.member()) ? Optional.empty() : Optional.of(Reason.NOT_A_MEMBER);
            case Submission.Deferred ignored ->
                throw new IllegalStateException("a deferred operation is never put on the topic");
        };
    }

    private Decided merge(Rows rows, Arrival arrival, Operation operation) {
        RowKey key = new RowKey(arrival.scope(), operation.entity());
        EntityType type = type(operation.entity());
        Lift.Lifted lifted = Lift.operation(operation, type);
        Decision decision = Merge.decide(
                rows.row(key),
                rows.openCopies(key, arrival.author()),
                lifted.operation(),
                arrival.author(),
                type,
                snapshot.epoch());
        return settled(rows, arrival, key, decision.thinned(lifted.removed()));
    }

    /** TX-3: an operation of a transaction that does not hold. */
    private Decided setAside(Arrival arrival) {
        Operation operation = operation(arrival);
        RowKey key = new RowKey(arrival.scope(), operation.entity());
        EntityType type = type(operation.entity());
        Lift.Lifted lifted = Lift.operation(operation, type);
        return switch (lifted.operation()) {
            case Operation.Delete ignored -> Decided.rejected(Reason.TRANSACTION_CONFLICT);
            case Operation.Upsert upsert -> {
                TransactionPart part = upsert.transaction()
                        .orElseThrow(() -> new IllegalStateException("only a transaction is set aside"));
                Decision decision = Merge.setAside(
                        working.row(key),
                        working.openCopies(key, arrival.author()),
                        upsert,
                        part.id(),
                        arrival.author(),
                        type);
                yield settled(working, arrival, key, decision.thinned(lifted.removed()));
            }
        };
    }

    private Decided settled(Rows rows, Arrival arrival, RowKey key, Decision decision) {
        Optional<EntityState> before = rows.row(key);
        if (before.isEmpty() && goesOn(operation(arrival)) && beginsACopy(decision)) {
            // MERGE-22: what it goes on from was rejected: alone it would be a fragment.
            Optional<Reason> refused = arrival.authoredRow().flatMap(working::refusalBefore);
            if (refused.isPresent()) {
                return Decided.rejected(refused.get());
            }
        }
        List<RowKey> touched = new ArrayList<>();
        decision.row().ifPresent(row -> touched.add(put(rows, arrival.scope(), row)));
        decision.copies().stream()
                .filter(copy -> !wasMade(copy, arrival, rows))
                .forEach(copy -> touched.add(put(rows, arrival.scope(), copy)));
        OptionalLong version =
                rows.row(key).stream().mapToLong(EntityState::version).findFirst();
        List<EntityKey> copies =
                decision.copies().stream().map(EntityState::key).toList();
        return new Decided(
                new Outcome(decision.status(), decision.reason(), version, OptionalLong.empty(), copies),
                touched,
                decision.fates());
    }

    /** IDEM-13: by this very operation, before the log dropped it. What has become of the copy since stands. */
    private static boolean wasMade(EntityState copy, Arrival arrival, Rows rows) {
        return copy.version() == 1
                && rows.row(new RowKey(arrival.scope(), copy.key()))
                        .flatMap(EntityState::conflict)
                        .filter(origin ->
                                origin.operation().equals(arrival.submission().id()))
                        .isPresent();
    }

    /** MERGE-24: what begins, begins above the versions of whatever stood there before it was purged. */
    private RowKey put(Rows rows, ScopeKey scope, EntityState row) {
        boolean known = rows.row(new RowKey(scope, row.key())).isPresent();
        long floor = snapshot.heads().getOrDefault(scope, Head.NONE).versionFloor();
        return rows.put(scope, known ? row : row.above(floor));
    }

    private static boolean goesOn(Operation operation) {
        return !(operation.basis() instanceof Basis.Nothing);
    }

    private static boolean beginsACopy(Decision decision) {
        return decision.status() == Status.CONFLICT
                && decision.reason().filter(Reason.JOINED_COPY::equals).isEmpty();
    }

    private static Operation operation(Arrival arrival) {
        if (arrival.submission() instanceof Submission.Accepted accepted) {
            return accepted.operation();
        }
        throw new IllegalStateException("only what was accepted is merged");
    }

    /** A type that this service no longer declares: nobody's value is overwritten unseen. */
    private EntityType type(EntityKey entity) {
        return types.find(entity.type()).orElseGet(() -> EntityType.undeclared(entity.type()));
    }
}
