package io.tidemark.protocol.operation;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** On what the author based an operation: the input of the seen rule. */
public sealed interface Basis {
    /** The author saw no such entity: a creation. */
    record Nothing() implements Basis {}

    /**
     * The author saw the entity.
     *
     * @param fields for an upsert, every field that it changes; for a delete, every field that was shown
     */
    record Seen(SortedMap<String, SeenValue> fields) implements Basis {
        public Seen {
            fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        }

        public static Seen of(Map<String, SeenValue> fields) {
            return new Seen(new TreeMap<>(fields));
        }
    }

    /** @param version the row's version that a client without an overlay had read; at least 1 */
    record BaseVersion(long version) implements Basis {
        public BaseVersion {
            if (version < 1) {
                throw new IllegalArgumentException("a base version is at least 1");
            }
        }
    }
}
