package io.tidemark.protocol.topic;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one commit did to one scope: the header of each of its records on {@code tidemark.canonical-rows}. A reader that
 * does not stand at {@code from} has missed something, and asks the feed.
 *
 * @param from the head before the commit
 * @param to the head after it
 * @param marks the device marks that moved, by {@link #markKey}
 */
public record RowSpan(String epoch, long from, long to, SortedMap<String, Long> marks) {
    public static final String HEADER = "tidemark-span";

    public RowSpan {
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
    }

    /** A device belongs to a subject: another subject's device of the same name is another device. */
    public static String markKey(String subject, String device) {
        return Keys.scope(subject, device);
    }

    public Json write() {
        TreeMap<String, Json> moved = new TreeMap<>();
        marks.forEach((device, sequence) -> moved.put(device, Json.of(sequence)));
        return Json.Obj.of(Map.of(
                "epoch", Json.of(epoch), "from", Json.of(from), "to", Json.of(to), "marks", new Json.Obj(moved)));
    }

    public static RowSpan read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        Members moved = members.object("marks");
        TreeMap<String, Long> marks = new TreeMap<>();
        for (String device : moved.all().keySet()) {
            marks.put(device, moved.integer(device, 0));
        }
        return new RowSpan(members.string("epoch"), members.integer("from", 0), members.integer("to", 0), marks);
    }
}
