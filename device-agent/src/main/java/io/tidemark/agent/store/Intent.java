package io.tidemark.agent.store;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.outcome.Reason;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the user meant by the values that he left on the screen (AG-17): new values, and for counters and sets the
 * difference to what the screen had shown.
 */
record Intent(SortedMap<String, Json> fields, SortedMap<String, Change> changes) {
    /** Nothing was shown: there is nothing to differ from, and the values are said as they are. */
    static Intent creation(EntityType type, Map<String, Json> values) {
        TreeMap<String, Json> fields = new TreeMap<>(values);
        fields.replaceAll((field, value) ->
                isSet(type, field) ? elements(value).map(Intent::array).orElse(value) : value);
        return new Intent(fields, new TreeMap<>());
    }

    /** @throws InvalidOperation if a counter or a set is left with what is no value of it */
    static Intent edit(EntityType type, Map<String, Json> values, VisibleRow shown) {
        TreeMap<String, Json> fields = new TreeMap<>();
        TreeMap<String, Change> changes = new TreeMap<>();
        values.forEach((field, value) -> {
            Json before = shown.fields().getOrDefault(field, Json.NULL);
            if (shown.fields().containsKey(field) && before.equals(value)) {
                return;
            }
            switch (type.policy(field)) {
                case COUNTER -> increment(before, value).ifPresent(change -> changes.put(field, change));
                case ADD_WINS_SET ->
                    difference(before, acceptable(type, field, value), shown.version())
                            .ifPresent(change -> changes.put(field, change));
                case MANUAL, TEXT, LAST_WRITER, MAX, MIN, SERVER_WINS, IMMUTABLE, OWN -> fields.put(field, value);
            }
        });
        return new Intent(fields, changes);
    }

    boolean isEmpty() {
        return fields.isEmpty() && changes.isEmpty();
    }

    private static Optional<Change> increment(Json before, Json value) {
        if (!(value instanceof Json.Num number) || !number.isInteger()) {
            throw new InvalidOperation(Reason.INVALID_FIELD);
        }
        long by = number.asLong() - count(before);
        if (Math.abs(by) > Json.MAX_SAFE_INTEGER) {
            throw new InvalidOperation(Reason.INVALID_FIELD);
        }
        return by == 0 ? Optional.empty() : Optional.of(new Change.Increment(by));
    }

    /** A value with what was to be added to it, where the field's policy adds; else what was to stand there. */
    static Json added(EntityType type, String field, @Nullable Json standing, Json addition) {
        Json below = standing == null ? Json.NULL : standing;
        return switch (type.policy(field)) {
            case COUNTER -> {
                long sum = count(below) + count(addition);
                if (Math.abs(sum) > Json.MAX_SAFE_INTEGER) {
                    throw new InvalidOperation(Reason.OUT_OF_RANGE);
                }
                yield Json.of(sum);
            }
            case ADD_WINS_SET -> {
                TreeSet<String> union = new TreeSet<>(elements(below).orElseGet(TreeSet::new));
                union.addAll(elements(addition).orElseGet(TreeSet::new));
                yield array(union);
            }
            case MANUAL, TEXT, LAST_WRITER, MAX, MIN, SERVER_WINS, IMMUTABLE, OWN -> addition;
        };
    }

    /** As the merge reads it; the field may once have been declared otherwise, and hold what is no count. */
    private static long count(Json before) {
        return before instanceof Json.Num number
                ? Math.clamp(number.asLong(), -Json.MAX_SAFE_INTEGER, Json.MAX_SAFE_INTEGER)
                : 0;
    }

    /** The set as a whole has to fit: the additions alone, which are all that is sent, always might. */
    private static NavigableSet<String> acceptable(EntityType type, String field, Json value) {
        NavigableSet<String> elements = elements(value).orElseThrow(() -> new InvalidOperation(Reason.INVALID_FIELD));
        if (type.field(field).filter(set -> set.accepts(array(elements))).isEmpty()) {
            throw new InvalidOperation(Reason.INVALID_FIELD);
        }
        return elements;
    }

    private static Optional<Change> difference(Json before, NavigableSet<String> after, long seenVersion) {
        TreeSet<String> add = new TreeSet<>(after);
        TreeSet<String> remove = new TreeSet<>(elements(before).orElseGet(TreeSet::new));
        add.removeAll(remove);
        remove.removeAll(after);
        return add.isEmpty() && remove.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Elements(add, remove, seenVersion));
    }

    private static boolean isSet(EntityType type, String field) {
        return type.policy(field) == MergePolicy.ADD_WINS_SET;
    }

    /** Empty if it is no array of strings. */
    private static Optional<NavigableSet<String>> elements(Json value) {
        if (!(value instanceof Json.Arr(List<Json> items))) {
            return Optional.empty();
        }
        TreeSet<String> elements = new TreeSet<>();
        for (Json item : items) {
            if (!(item instanceof Json.Str(String text))) {
                return Optional.empty();
            }
            elements.add(text);
        }
        return Optional.of(elements);
    }

    private static Json array(NavigableSet<String> elements) {
        return Json.strings(List.copyOf(elements));
    }
}
