package io.tidemark.protocol.json;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An immutable I-JSON value (RFC 7493). Two values are equal if their canonical forms (RFC 8785) are: members have no
 * order, numbers are IEEE doubles, and minus zero is zero.
 */
public sealed interface Json {

    /** The literal {@code null}; a field that is absent is not a {@code Json} at all. */
    Json NULL = new Null();

    record Null() implements Json {}

    record Bool(boolean value) implements Json {}

    /** @param value finite; minus zero becomes zero, as RFC 8785 writes both as {@code 0} */
    record Num(double value) implements Json {
        public Num {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("not a JSON number");
            }
            value = value == 0 ? 0 : value;
        }

        /** Whether this is a whole number that a {@code long} and a double both hold exactly. */
        public boolean isInteger() {
            return value == Math.rint(value) && Math.abs(value) <= MAX_SAFE_INTEGER;
        }

        public long asLong() {
            return (long) value;
        }
    }

    record Str(String value) implements Json {}

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** @param members in the order of RFC 8785: by UTF-16 code units */
    record Obj(SortedMap<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        }

        public static Obj of(Map<String, Json> members) {
            return new Obj(new TreeMap<>(members));
        }
    }

    /** The largest integer that I-JSON exchanges exactly, 2^53 - 1. */
    long MAX_SAFE_INTEGER = (1L << 53) - 1;

    static Json of(String value) {
        return new Str(value);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    /** @throws IllegalArgumentException beyond 2^53 - 1, where a double is no longer exact */
    static Json of(long value) {
        if (Math.abs(value) > MAX_SAFE_INTEGER) {
            throw new IllegalArgumentException("beyond the integers that I-JSON exchanges exactly: " + value);
        }
        return new Num(value);
    }

    static Json of(double value) {
        return new Num(value);
    }

    static Json strings(List<String> values) {
        return new Arr(values.stream().map(Json::of).toList());
    }
}
