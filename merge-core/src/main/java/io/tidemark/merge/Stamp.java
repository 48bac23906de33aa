package io.tidemark.merge;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who changed a field last: what a base version is compared with.
 *
 * @param version of the row after that change
 * @param author the name of an {@link Author}, or {@link #NOBODY}
 * @param elements of a set that merges: for each element, who put it in last
 */
public record Stamp(long version, String author, SortedMap<String, Stamp> elements) {
    /** Of what several authors made, none of whom had met the other's part. */
    static final String NOBODY = "";

    public Stamp {
        elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
    }

    Stamp above(long floor) {
        TreeMap<String, Stamp> above = new TreeMap<>(elements);
        above.replaceAll((element, stamp) -> stamp.above(floor));
        return new Stamp(version + floor, author, above);
    }

    public Stamp(long version, String author) {
        this(version, author, new TreeMap<>());
    }
}
