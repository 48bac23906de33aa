package io.tidemark.merge;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON of stamps: field to [version, author], or to [version, author, elements] for a set that merges. */
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
                : new Json.Arr(List.of(version, author, write(stamp.elements())));
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
                    : new Stamp(version.asLong(), author, read(parts.get(2)));
        }
        throw new InvalidShape("stamps", "[version, author] is expected");
    }
}
