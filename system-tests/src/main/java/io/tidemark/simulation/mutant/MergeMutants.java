package io.tidemark.simulation.mutant;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.admission.Submission;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.simulation.world.Parts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bugs of the merge: what it reads, what it takes it for, and what it writes. */
final class MergeMutants {
    private MergeMutants() {}

    private static Parts planning(MemoryStore.Planning planning) {
        return new Parts() {
            @Override
            public MemoryStore.Planning planning() {
                return planning;
            }
        };
    }

    static Parts forgetsTheLog() {
        return planning((arrivals, read, types) -> BatchMerge.plan(
                arrivals,
                new Snapshot(
                        read.epoch(),
                        read.heads(),
                        read.members(),
                        read.marks(),
                        Map.of(),
                        read.rows(),
                        read.refusals()),
                types));
    }

    static Parts asksNoMembership() {
        return planning((arrivals, read, types) -> {
            Set<MemberKey> everybody = new HashSet<>();
            arrivals.forEach(arrival -> everybody.add(new MemberKey(arrival.scope(), arrival.subject())));
            return BatchMerge.plan(
                    arrivals,
                    new Snapshot(
                            read.epoch(),
                            read.heads(),
                            everybody,
                            read.marks(),
                            read.logged(),
                            read.rows(),
                            read.refusals()),
                    types);
        });
    }

    /** As if every author had seen what stands there. */
    static Parts lastWriteWins() {
        return planning((arrivals, read, types) -> BatchMerge.plan(
                arrivals.stream()
                        .map(arrival -> seeing(arrival, read, Operation.Upsert.class))
                        .toList(),
                read,
                types));
    }

    static Parts deleteWins() {
        return planning((arrivals, read, types) -> BatchMerge.plan(
                arrivals.stream()
                        .map(arrival -> seeing(arrival, read, Operation.Delete.class))
                        .toList(),
                read,
                types));
    }

    private static Arrival seeing(Arrival arrival, Snapshot read, Class<? extends Operation> kind) {
        if (!(arrival.submission() instanceof Submission.Accepted accepted) || !kind.isInstance(accepted.operation())) {
            return arrival;
        }
        Optional<EntityState> row = Optional.ofNullable(
                read.rows().get(new RowKey(arrival.scope(), accepted.operation().entity())));
        if (row.isEmpty() || !(accepted.operation().basis() instanceof Basis.Seen)) {
            return arrival;
        }
        return new Arrival(
                arrival.scope(),
                arrival.subject(),
                arrival.device(),
                new Submission.Accepted(
                        seeing(accepted.operation(), row.get().fields()), accepted.fingerprint(), accepted.envelope()));
    }

    private static Operation seeing(Operation operation, SortedMap<String, Json> fields) {
        TreeMap<String, SeenValue> seen = new TreeMap<>();
        return switch (operation) {
            case Operation.Upsert upsert -> {
                upsert.fields()
                        .keySet()
                        .forEach(field -> seen.put(
                                field,
                                Optional.ofNullable(fields.get(field))
                                        .<SeenValue>map(SeenValue.Value::new)
                                        .orElseGet(SeenValue.Absent::new)));
                yield upsert.inOtherWords(upsert.fields(), upsert.changes(), new Basis.Seen(seen));
            }
            case Operation.Delete delete -> {
                fields.forEach((field, value) -> seen.put(field, new SeenValue.Value(value)));
                yield delete.inOtherWords(new Basis.Seen(seen));
            }
        };
    }

    private interface Rewriting {
        Plan rewrite(Plan plan);
    }

    private static Parts writing(Rewriting rewriting) {
        return planning((arrivals, read, types) -> rewriting.rewrite(BatchMerge.plan(arrivals, read, types)));
    }

    static Parts givesOnePositionToABatch() {
        return writing(plan -> {
            Map<RowKey, EntityState> rows = new LinkedHashMap<>();
            plan.rows()
                    .forEach((key, row) -> rows.put(
                            key,
                            row.at(Optional.ofNullable(plan.spans().get(key.scope()))
                                    .orElseThrow()
                                    .to())));
            return new Plan(rows, plan.log(), plan.marks(), plan.spans(), plan.results());
        });
    }

    static Parts writesOneRowOfThree() {
        return writing(plan -> {
            Map<RowKey, EntityState> rows = new LinkedHashMap<>(plan.rows());
            if (rows.size() > 2) {
                rows.remove(rows.keySet().iterator().next());
            }
            return new Plan(rows, plan.log(), plan.marks(), plan.spans(), plan.results());
        });
    }

    static Parts losesMarks() {
        return writing(plan -> new Plan(plan.rows(), plan.log(), Map.of(), plan.spans(), plan.results()));
    }

    static Parts makesNoCopies() {
        return writing(plan -> {
            Map<RowKey, EntityState> rows = new LinkedHashMap<>(plan.rows());
            rows.values().removeIf(row -> row.conflict().isPresent());
            return new Plan(rows, plan.log(), plan.marks(), plan.spans(), plan.results());
        });
    }

    /** Each operation as if it stood alone. */
    static Parts halvesTransactions() {
        return planning((arrivals, read, types) ->
                BatchMerge.plan(arrivals.stream().map(MergeMutants::alone).toList(), read, types));
    }

    private static Arrival alone(Arrival arrival) {
        if (!(arrival.submission() instanceof Submission.Accepted accepted)) {
            return arrival;
        }
        Operation operation =
                switch (accepted.operation()) {
                    case Operation.Upsert u ->
                        new Operation.Upsert(
                                u.id(), u.entity(), u.schema(), u.fields(), u.changes(), u.basis(), u.precondition());
                    case Operation.Delete d ->
                        new Operation.Delete(d.id(), d.entity(), d.schema(), d.basis(), d.precondition());
                };
        return new Arrival(
                arrival.scope(),
                arrival.subject(),
                arrival.device(),
                new Submission.Accepted(operation, accepted.fingerprint(), accepted.envelope()));
    }

    /** A batch of several records is decided as if each were the only one. */
    static Parts forgetsWhatTheBatchDid() {
        return planning((arrivals, read, types) -> {
            Plan last = BatchMerge.plan(List.of(), read, types);
            Map<RowKey, EntityState> rows = new HashMap<>();
            for (Arrival arrival : arrivals) {
                if (arrival.submission().transaction().isPresent()) {
                    return BatchMerge.plan(arrivals, read, types);
                }
            }
            Plan whole = BatchMerge.plan(arrivals, read, types);
            for (Arrival arrival : arrivals) {
                last = BatchMerge.plan(List.of(arrival), read, types);
                last.rows().forEach((key, row) -> {
                    EntityState placed = whole.rows().get(key);
                    rows.put(key, placed == null ? row : row.at(placed.position()));
                });
            }
            return new Plan(rows, whole.log(), whole.marks(), whole.spans(), whole.results());
        });
    }
}
