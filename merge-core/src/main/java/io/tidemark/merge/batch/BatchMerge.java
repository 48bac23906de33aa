package io.tidemark.merge.batch;

import io.tidemark.protocol.admission.Transactions;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Plans a batch: admits and decides its operations one after the other, each on what the one before it left, and gives
 * each changed entity one new position, however often it was touched. A transaction is admitted and decided at once.
 */
public final class BatchMerge {
    private final WorkingSet working;
    private final Deciding deciding;

    private BatchMerge(Snapshot snapshot, EntityTypes types) {
        this.working = new WorkingSet(snapshot);
        this.deciding = new Deciding(snapshot, types, working);
    }

    /**
     * @param arrivals in the order of the log, scope by scope; transactions are whole
     * @param snapshot everything that {@link BatchKeys#of} names
     */
    public static Plan plan(List<Arrival> arrivals, Snapshot snapshot, EntityTypes types) {
        BatchMerge batch = new BatchMerge(snapshot, types);
        List<Draft> drafts = new ArrayList<>();
        for (List<Arrival> unit : units(arrivals)) {
            boolean alone = unit.getFirst().submission().transaction().isEmpty();
            drafts.addAll(alone ? List.of(batch.step(unit.getFirst())) : batch.transaction(unit));
        }
        return batch.working.finish(arrivals, drafts);
    }

    private static List<List<Arrival>> units(List<Arrival> arrivals) {
        try {
            return Transactions.units(arrivals, arrival -> arrival.submission().transaction());
        } catch (InvalidShape torn) {
            throw new IllegalStateException("a record that was read holds whole transactions", torn);
        }
    }

    private Draft step(Arrival arrival) {
        Admission admission = admission(arrival, working.mark(arrival));
        return admission instanceof Admission.Decide
                ? decided(arrival, deciding.alone(arrival))
                : undecided(arrival, admission);
    }

    /**
     * TX-4: a transaction is admitted as a whole: decided only if all of it is to be decided. What cannot be decided
     * yet keeps all of it waiting, for a device that had lost one of them could never send the rest; what never can be
     * makes the rest of it refused.
     */
    private List<Draft> transaction(List<Arrival> unit) {
        List<Admission> admissions = admissions(unit);
        if (admissions.stream().allMatch(Admission.Decide.class::isInstance)) {
            List<Decided> together = deciding.together(unit);
            return drafts(unit, i -> decided(unit.get(i), together.get(i)));
        }
        Optional<Admission> waiting = admissions.stream()
                .filter(each -> each instanceof Admission.OutOfOrder || each instanceof Admission.Forked)
                .findFirst();
        if (waiting.isPresent()) {
            return drafts(unit, i -> undecided(unit.get(i), waiting.get()));
        }
        return drafts(
                unit,
                i -> admissions.get(i) instanceof Admission.Decide
                        ? decided(unit.get(i), Decided.rejected(Reason.TRANSACTION_REFUSED))
                        : undecided(unit.get(i), admissions.get(i)));
    }

    private static List<Draft> drafts(List<Arrival> unit, IntFunction<Draft> draft) {
        return IntStream.range(0, unit.size()).mapToObj(draft).toList();
    }

    /** Each as if those before it had taken their places. */
    private List<Admission> admissions(List<Arrival> unit) {
        Mark mark = working.mark(unit.getFirst());
        List<Admission> admissions = new ArrayList<>();
        for (Arrival arrival : unit) {
            admissions.add(admission(arrival, mark));
            mark = mark.after(arrival.link());
        }
        return admissions;
    }

    private Admission admission(Arrival arrival, Mark mark) {
        return Admission.admit(
                working.logged(arrival.operation()),
                mark,
                arrival.link(),
                arrival.submission().fingerprint());
    }

    private Draft decided(Arrival arrival, Decided decided) {
        working.log(arrival, decided);
        working.take(arrival);
        return new Draft.Logged(arrival.operation(), false);
    }

    private Draft undecided(Arrival arrival, Admission admission) {
        return switch (admission) {
            case Admission.Replay ignored -> {
                working.take(arrival);
                yield new Draft.Logged(arrival.operation(), true);
            }
            case Admission.Reused() -> {
                working.take(arrival);
                yield new Draft.Said(new Verdict.Final(Outcome.rejected(Reason.ID_REUSED), false));
            }
            case Admission.OutOfOrder(long expected) -> new Draft.Said(new Verdict.OutOfOrder(expected));
            case Admission.Expired() -> new Draft.Said(new Verdict.Final(Outcome.rejected(Reason.EXPIRED), true));
            case Admission.Forked() -> new Draft.Said(new Verdict.DeviceForked());
            case Admission.Decide() -> throw new IllegalStateException("it is to be decided");
        };
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
