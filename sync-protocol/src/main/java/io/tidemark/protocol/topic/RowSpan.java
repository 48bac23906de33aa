package io.tidemark.protocol.topic;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /** A mark is [key, sequence]: a key is longer than a member's name may be. */
    public Json write() {
        List<Json> moved = new ArrayList<>();
        marks.forEach((device, sequence) -> moved.add(new Json.Arr(List.of(Json.of(device), Json.of(sequence)))));
        return Json.Obj.of(Map.of(
                "epoch", Json.of(epoch), "from", Json.of(from), "to", Json.of(to), "marks", new Json.Arr(moved)));
    }

    public static RowSpan read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        SortedMap<String, Long> marks = members.get("marks") instanceof Json.Arr(List<Json> pairs)
                ? readPairs(pairs)
                : readNames(members.object("marks"));
        return new RowSpan(members.string("epoch"), members.integer("from", 0), members.integer("to", 0), marks);
    }

    private static SortedMap<String, Long> readPairs(List<Json> pairs) throws InvalidShape {
        TreeMap<String, Long> marks = new TreeMap<>();
        for (Json pair : pairs) {
            if (pair instanceof Json.Arr(List<Json> parts)
                    && parts.size() == 2
                    && parts.get(0) instanceof Json.Str(String device)
                    && parts.get(1) instanceof Json.Num sequence
                    && sequence.isInteger()) {
                marks.put(device, sequence.asLong());
            } else {
                throw new InvalidShape("marks", "[device, sequence] is expected");
            }
        }
        return marks;
    }

    /** Spans that were published before marks were pairs. */
    private static SortedMap<String, Long> readNames(Members moved) throws InvalidShape {
        TreeMap<String, Long> marks = new TreeMap<>();
        for (String device : moved.all().keySet()) {
            marks.put(device, moved.integer(device, 0));
        }
        return marks;
    }
}
