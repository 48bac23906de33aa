package io.tidemark.merge;

import io.tidemark.merge.policy.Fate;
import io.tidemark.merge.policy.Unseen;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.outcome.FieldFate;
import io.tidemark.protocol.outcome.FieldFate.Kind;
import io.tidemark.protocol.outcome.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where each field of an upsert ends: in the row, in a copy that it joins, in a copy of its own, or nowhere. */
final class Fates {
    final SortedMap<String, FieldWrite> written = new TreeMap<>();
    final SortedMap<String, Json> lost = new TreeMap<>();
    final Map<EntityState, SortedMap<String, FieldWrite>> joined = new LinkedHashMap<>();

    /** Of the fields that are in no copy: what became of them in the row. */
    final SortedMap<String, FieldFate> inRow = new TreeMap<>();

    Optional<Reason> lossReason = Optional.empty();
    Optional<Reason> mergeReason = Optional.empty();

    private final EntityState row;
    private final List<EntityState> joinable;
    private final Sight sight;
    private final EntityType type;

    private Fates(EntityState row, List<EntityState> joinable, Sight sight, EntityType type) {
        this.row = row;
        this.joinable = joinable;
        this.sight = sight;
        this.type = type;
    }

    /** @param row live or deleted, with its fields */
    static Fates of(Upsert upsert, EntityState row, List<EntityState> joinable, Sight sight, EntityType type) {
        Fates fates = new Fates(row, joinable, sight, type);
        upsert.fields().forEach(fates::decide);
        upsert.changes().forEach(fates::apply);
        return fates;
    }

    /**
     * What a copy of a missing row gets from the next operation of its chain; empty if it cannot hold all of it.
     * MERGE-8: changes are made to what the copy has, as they would have been to the row.
     */
    static Optional<Fates> into(EntityState copy, Upsert upsert, Sight sight, EntityType type) {
        Fates fates = new Fates(copy, List.of(), sight, type);
        upsert.fields().forEach((field, value) -> fates.written.put(field, FieldWrite.plain(value)));
        upsert.changes().forEach(fates::apply);
        return fates.lost.isEmpty() ? Optional.of(fates) : Optional.empty();
    }

    private void decide(String field, Json ours) {
        Optional<Field> declared = type.field(field);
        MergePolicy policy = declared.map(Field::policy).orElse(MergePolicy.MANUAL);
        // SCHEMA-11: a default is nobody's value, and fixes none.
        Optional<Json> current = policy == MergePolicy.IMMUTABLE ? row.field(field) : sight.current(row, field);
        if (current.filter(ours::equals).isPresent()) {
            is(field, Kind.EQUAL); // MERGE-3: equal values are never a conflict, and no change
            return;
        }
        if (current.isPresent() && isOrdered(policy) && !exceeds(policy, ours, current.get())) {
            is(field, Kind.DROPPED); // MERGE-16: the row's value is the larger (or smaller) one
            merged(Reason.POLICY_MERGED);
            return;
        }
        boolean fixed = policy == MergePolicy.IMMUTABLE && current.isPresent();
        if (sight.covers(row, field) && !fixed) {
            write(field, FieldWrite.whole(ours, policy == MergePolicy.ADD_WINS_SET), Kind.WRITTEN); // MERGE-1
            return;
        }
        Optional<EntityState> chain =
                joinable.stream().filter(copy -> sight.continues(copy, field)).findFirst();
        if (chain.isPresent()) {
            joined.computeIfAbsent(chain.get(), copy -> new TreeMap<>()).put(field, FieldWrite.plain(ours)); // MERGE-9
            return;
        }
        switch (Unseen.fate(declared, sight.seenInFull(field), ours, current)) {
            case Fate.Write(Json value, Reason reason) -> {
                FieldWrite merged = FieldWrite.merged(value, !value.equals(ours));
                write(field, merged, reason == Reason.SERVER_ORDER ? Kind.OVERWROTE : Kind.MERGED);
                merged(reason);
            }
            case Fate.Drop(Reason reason) -> {
                is(field, Kind.DROPPED);
                merged(reason);
            }
            case Fate.Lose(Reason reason) -> lose(field, ours, reason);
        }
    }

    private static boolean isOrdered(MergePolicy policy) {
        return policy == MergePolicy.MAX || policy == MergePolicy.MIN;
    }

    /** {@code null}, and whatever does not compare, is below everything for max, and above everything for min. */
    private static boolean exceeds(MergePolicy policy, Json ours, Json current) {
        int order =
                switch (ours) {
                    case Json.Num(double mine)
                    when current instanceof Json.Num(double theirs) -> Double.compare(mine, theirs);
                    case Json.Str(String mine)
                    when current instanceof Json.Str(String theirs) -> mine.compareTo(theirs);
                    case Json.Null() -> 0;
                    default -> policy == MergePolicy.MAX ? 1 : -1;
                };
        return policy == MergePolicy.MAX ? order > 0 : order < 0;
    }

    private void apply(String field, Change change) {
        switch (change) {
            case Change.Increment(long by) -> increment(field, by);
            case Change.Elements elements -> change(field, elements);
        }
    }

    /** MERGE-17: increments add up. */
    private void increment(String field, long by) {
        long current = row.field(field).orElse(Json.NULL) instanceof Json.Num number ? number.asLong() : 0;
        long sum = current + by;
        if (Math.abs(sum) > Json.MAX_SAFE_INTEGER) {
            lose(field, Json.of(by), Reason.OUT_OF_RANGE);
        } else {
            write(field, FieldWrite.merged(Json.of(sum), !sight.hasMet(row, field)), Kind.CHANGED);
        }
    }

    /** MERGE-18: a removal takes out what its author had seen, or put in himself; an unseen addition stays. */
    private void change(String field, Change.Elements change) {
        NavigableSet<String> present =
                row.field(field).map(FieldWrite::elements).orElseGet(TreeSet::new);
        Map<String, Stamp> stamps = Optional.ofNullable(row.stamps().get(field))
                .<Map<String, Stamp>>map(Stamp::elements)
                .orElseGet(Map::of);
        TreeMap<String, Stamp> kept = new TreeMap<>();
        boolean removed = false;
        boolean addWins = false;
        boolean shared = false;
        for (String element : present) {
            Stamp stamp = stamps.getOrDefault(element, new Stamp(0, Stamp.NOBODY));
            boolean met = sight.met(stamp, change.seenVersion());
            boolean removes = change.remove().contains(element);
            boolean putInAnew = met && change.add().contains(element);
            if (removes && !met) {
                addWins = true;
                merged(Reason.ADD_WINS);
            }
            if (!(removes && met) && !putInAnew) {
                kept.put(element, stamp);
                shared |= !met;
            }
            removed |= removes && met;
        }
        if (!removed && change.add().isEmpty()) {
            is(field, addWins ? Kind.DROPPED : Kind.EQUAL);
            return;
        }
        TreeSet<String> value = new TreeSet<>(kept.keySet());
        value.addAll(change.add());
        Json elements = Json.strings(List.copyOf(value));
        if (type.field(field).filter(declared -> !declared.accepts(elements)).isPresent()) {
            lose(field, change.onNothing(), Reason.OUT_OF_RANGE);
        } else {
            write(field, new FieldWrite(elements, kept, change.add(), shared), addWins ? Kind.ADD_WINS : Kind.CHANGED);
        }
    }

    private void write(String field, FieldWrite value, Kind kind) {
        written.put(field, value);
        is(field, kind);
    }

    private void is(String field, Kind kind) {
        inRow.put(field, FieldFate.of(kind));
    }

    private void merged(Reason reason) {
        mergeReason = mergeReason.or(() -> Optional.of(reason));
    }

    private void lose(String field, Json ours, Reason reason) {
        lost.put(field, ours);
        lossReason = lossReason.or(() -> Optional.of(reason));
    }
}
