package io.tidemark.protocol.outcome;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON of fates: {@code {"title": {"fate": "lost-to-copy", "copy": "5c1b…"}, "body": {"fate": "written"}}}. */
public final class FateCodec {
    private FateCodec() {}

    public static Json write(Map<String, FieldFate> fates) {
        TreeMap<String, Json> members = new TreeMap<>();
        fates.forEach((field, fate) -> members.put(field, new Json.Obj(members(fate))));
        return new Json.Obj(members);
    }

    public static SortedMap<String, Json> members(FieldFate fate) {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("fate", Json.of(fate.kind().slug()));
        fate.copy().ifPresent(copy -> members.put("copy", Json.of(copy)));
        return members;
    }

    /** Without those of a newer writer. */
    public static SortedMap<String, FieldFate> read(Json json) throws InvalidShape {
        TreeMap<String, FieldFate> fates = new TreeMap<>();
        for (Map.Entry<String, Json> field : Members.of(json, "fates").all().entrySet()) {
            fate(Members.of(field.getValue(), "fates")).ifPresent(fate -> fates.put(field.getKey(), fate));
        }
        return fates;
    }

    /** Empty for one of a newer writer, which this reader could not tell. */
    public static Optional<FieldFate> fate(Members members) throws InvalidShape {
        Optional<FieldFate.Kind> kind = FieldFate.Kind.parse(members.string("fate"));
        try {
            Optional<String> copy = members.optionalString("copy");
            return kind.map(known -> new FieldFate(known, copy));
        } catch (IllegalArgumentException e) {
            throw new InvalidShape("copy", String.valueOf(e.getMessage()));
        }
    }
}
