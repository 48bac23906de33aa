package io.tidemark.merge;

import io.tidemark.protocol.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A field's new value.
 *
 * @param kept of a set that merges: the elements that stay, with who put them in
 * @param added of such a set: the elements that are put in now; one that stays as well was put in by another, unseen
 * @param shared whether it holds what another did and the author had not met: then it is nobody's own
 */
record FieldWrite(Json value, SortedMap<String, Stamp> kept, NavigableSet<String> added, boolean shared) {
    static FieldWrite plain(Json value) {
        return merged(value, false);
    }

    static FieldWrite merged(Json value, boolean shared) {
        return new FieldWrite(value, Collections.emptySortedMap(), Collections.emptyNavigableSet(), shared);
    }

    /** A value that nobody had before; of a set, every element is put in now. */
    static FieldWrite whole(Json value, boolean isSet) {
        return isSet ? new FieldWrite(value, Collections.emptySortedMap(), elements(value), false) : plain(value);
    }

    Stamp stamp(long version, String author) {
        TreeMap<String, Stamp> elements = new TreeMap<>(kept);
        // MERGE-18: what two put in unseen is nobody's own: each takes it out only when he has met both.
        added.forEach(element ->
                elements.put(element, new Stamp(version, kept.containsKey(element) ? Stamp.NOBODY : author)));
        return new Stamp(version, shared ? Stamp.NOBODY : author, elements);
    }

    static NavigableSet<String> elements(Json value) {
        TreeSet<String> elements = new TreeSet<>();
        if (value instanceof Json.Arr(List<Json> items)) {
            for (Json item : items) {
                if (item instanceof Json.Str(String text)) {
                    elements.add(text);
                }
            }
        }
        return elements;
    }

    static SortedMap<String, Json> values(Map<String, FieldWrite> writes) {
        TreeMap<String, Json> values = new TreeMap<>();
        writes.forEach((field, write) -> values.put(field, write.value()));
        return values;
    }
}
