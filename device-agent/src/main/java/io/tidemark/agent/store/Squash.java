package io.tidemark.agent.store;

import io.tidemark.merge.Overlay;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Upsert;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two edits of one entity, one behind the other and neither ever sent, as one: first seen values, last new values
 * (AG-31). Pure. The overlay of the one is the overlay of both, whatever lies beneath.
 */
public final class Squash {
    private final Upsert first;
    private final Upsert last;
    private final TreeMap<String, Json> fields;
    private final TreeMap<String, Change> changes;

    private Squash(Upsert first, Upsert last) {
        this.first = first;
        this.last = last;
        this.fields = new TreeMap<>(first.fields());
        this.changes = new TreeMap<>(first.changes());
    }

    /**
     * Under the id of the second one, for an id never has two payloads. Empty if they are not to be one: a delete or a
     * transaction is among them, the second one had not seen what the first one left, or they are of two declarations.
     */
    public static Optional<Operation> of(Operation first, Operation last) {
        if (!(first instanceof Upsert before) || !(last instanceof Upsert after) || !areAlike(before, after)) {
            return Optional.empty();
        }
        Squash both = new Squash(before, after);
        return both.basis()
                .filter(basis -> both.take())
                .map(basis -> new Upsert(
                        after.id(),
                        before.entity(),
                        before.schema(),
                        both.fields,
                        both.changes,
                        basis,
                        new Precondition.None()));
    }

    private static boolean areAlike(Upsert first, Upsert last) {
        return first.entity().equals(last.entity())
                && first.schema() == last.schema()
                && first.transaction().isEmpty()
                && last.transaction().isEmpty()
                && first.precondition().equals(last.precondition());
    }

    private Optional<Basis> basis() {
        if (!(last.basis() instanceof Basis.Seen(var seenLast))) {
            return Optional.empty();
        }
        for (Map.Entry<String, Json> left : first.fields().entrySet()) {
            SeenValue seen = seenLast.get(left.getKey());
            if (seen != null && !seen.matches(Optional.of(left.getValue()))) {
                return Optional.empty();
            }
        }
        return switch (first.basis()) {
            case Basis.Nothing() -> sawNothingElse(seenLast) ? Optional.of(first.basis()) : Optional.empty();
            case Basis.Seen(var seenFirst) -> {
                TreeMap<String, SeenValue> seen = new TreeMap<>(seenLast);
                seen.putAll(seenFirst);
                yield Optional.of(Basis.Seen.of(seen));
            }
            case Basis.BaseVersion ignored -> Optional.empty();
        };
    }

    /** Who made the entity cannot say of a field that he had seen it, unless he put it there himself. */
    private boolean sawNothingElse(SortedMap<String, SeenValue> seen) {
        return seen.entrySet().stream()
                .allMatch(field ->
                        first.fields().containsKey(field.getKey()) || field.getValue() instanceof SeenValue.Absent);
    }

    /** @return whether the second edit's values and changes could be put on top */
    private boolean take() {
        fields.putAll(last.fields());
        return last.fields().keySet().stream().noneMatch(changes::containsKey)
                && last.changes().entrySet().stream().allMatch(change -> take(change.getKey(), change.getValue()));
    }

    private boolean take(String field, Change later) {
        if (fields.containsKey(field)) {
            // The entity was made with a whole value, and is made with the changed one.
            SortedMap<String, Json> laid =
                    Overlay.lay(Optional.of(first.fields()), last).orElseGet(TreeMap::new);
            fields.put(field, Objects.requireNonNull(laid.get(field)));
            return true;
        }
        Change earlier = changes.get(field);
        if (earlier == null) {
            changes.put(field, later);
            return true;
        }
        return switch (later) {
            case Change.Increment(long by) ->
                earlier instanceof Change.Increment(long before) && add(field, before, by);
            case Change.Elements elements ->
                earlier instanceof Change.Elements before && follow(field, before, elements);
        };
    }

    private boolean add(String field, long before, long by) {
        long sum = before + by;
        if (sum == 0 || Math.abs(sum) > Json.MAX_SAFE_INTEGER) {
            return false;
        }
        changes.put(field, new Change.Increment(sum));
        return true;
    }

    /** A removal takes out what stood there in the version that its author saw: two of them have seen one. */
    private boolean follow(String field, Change.Elements before, Change.Elements after) {
        boolean bothRemove = !before.remove().isEmpty() && !after.remove().isEmpty();
        if (bothRemove && before.seenVersion() != after.seenVersion()) {
            return false;
        }
        TreeSet<String> add = new TreeSet<>(before.add());
        add.removeAll(after.remove());
        add.addAll(after.add());
        TreeSet<String> remove = new TreeSet<>(before.remove());
        remove.removeAll(after.add());
        remove.addAll(after.remove());
        long seen = after.remove().isEmpty() ? before.seenVersion() : after.seenVersion();
        changes.put(field, new Change.Elements(add, remove, seen));
        return true;
    }
}
