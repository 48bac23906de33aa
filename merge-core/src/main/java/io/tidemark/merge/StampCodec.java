package io.tidemark.merge;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON of stamps: field to [version, author], or to [version, author, elements] for a set that merges. An element is
 * [element, version, author], and no name of a member: it is an author's text, and may be longer than a name.
 */
public final class StampCodec {
    private StampCodec() {}

    public static Json write(SortedMap<String, Stamp> stamps) {
        TreeMap<String, Json> members = new TreeMap<>();
        stamps.forEach((name, stamp) -> members.put(name, write(stamp)));
        return new Json.Obj(members);
    }

    private static Json write(Stamp stamp) {
        Json version = Json.of(stamp.version());
        Json author = Json.of(stamp.author());
        return stamp.elements().isEmpty()
                ? new Json.Arr(List.of(version, author))
                : new Json.Arr(List.of(version, author, writeElements(stamp.elements())));
    }

    private static Json writeElements(SortedMap<String, Stamp> elements) {
        List<Json> each = new ArrayList<>();
        elements.forEach((element, stamp) ->
                each.add(new Json.Arr(List.of(Json.of(element), Json.of(stamp.version()), Json.of(stamp.author())))));
        return new Json.Arr(each);
    }

    public static SortedMap<String, Stamp> read(Json json) throws InvalidShape {
        TreeMap<String, Stamp> stamps = new TreeMap<>();
        for (Map.Entry<String, Json> entry : Members.of(json, "stamps").all().entrySet()) {
            stamps.put(entry.getKey(), readStamp(entry.getValue()));
        }
        return stamps;
    }

    private static Stamp readStamp(Json json) throws InvalidShape {
        if (json instanceof Json.Arr(List<Json> parts)
                && (parts.size() == 2 || parts.size() == 3)
                && parts.get(0) instanceof Json.Num version
                && parts.get(1) instanceof Json.Str(String author)) {
            return parts.size() == 2
                    ? new Stamp(version.asLong(), author)
                    : new Stamp(version.asLong(), author, readElements(parts.get(2)));
        }
        throw new InvalidShape("stamps", "[version, author] is expected");
    }

    private static SortedMap<String, Stamp> readElements(Json json) throws InvalidShape {
        if (!(json instanceof Json.Arr(List<Json> all))) {
            // Rows of before: element to [version, author].
            return read(json);
        }
        TreeMap<String, Stamp> elements = new TreeMap<>();
        for (Json each : all) {
            if (each instanceof Json.Arr(List<Json> parts)
                    && parts.size() == 3
                    && parts.get(0) instanceof Json.Str(String element)) {
                elements.put(element, readStamp(new Json.Arr(parts.subList(1, 3))));
            } else {
                throw new InvalidShape("stamps", "[element, version, author] is expected");
            }
        }
        return elements;
    }
}
