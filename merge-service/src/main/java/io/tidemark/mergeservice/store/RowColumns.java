package io.tidemark.mergeservice.store;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.Stamp;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.RowCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The jsonb columns of {@code entity}. What they hold was written here: anything else is a defect. */
final class RowColumns {
    private RowColumns() {}

    /**
     * An entity as its columns hold it.
     *
     * @param conflict null in all rows but conflict copies
     */
    record Columns(
            EntityKey key,
            long version,
            long incarnation,
            long position,
            boolean deleted,
            String fields,
            String stamps,
            @Nullable String conflict) {
        /** Characters, about what the row costs in memory several times over. */
        long size() {
            return (long) fields.length() + stamps.length() + (conflict == null ? 0 : conflict.length());
        }
    }

    static EntityState read(Columns columns) {
        try {
            return new EntityState(
                    columns.key(),
                    columns.version(),
                    columns.incarnation(),
                    columns.position(),
                    columns.deleted(),
                    new TreeMap<>(Members.of(JsonReader.read(columns.fields()), "fields")
                            .all()),
                    readStamps(JsonReader.read(columns.stamps())),
                    columns.conflict() == null
                            ? Optional.empty()
                            : Optional.of(RowCodec.readConflict(JsonReader.read(columns.conflict()))));
        } catch (InvalidJson | InvalidShape e) {
            throw new IllegalStateException("a stored row cannot be read: " + columns.key(), e);
        }
    }

    /** Field to [version, author], or to [version, author, elements] for a set that merges. */
    static String writeStamps(SortedMap<String, Stamp> stamps) {
        return CanonicalJson.write(stampsJson(stamps));
    }

    private static Json stampsJson(SortedMap<String, Stamp> stamps) {
        TreeMap<String, Json> members = new TreeMap<>();
        stamps.forEach((name, stamp) -> members.put(name, stampJson(stamp)));
        return new Json.Obj(members);
    }

    private static Json stampJson(Stamp stamp) {
        Json version = Json.of(stamp.version());
        Json author = Json.of(stamp.author());
        return stamp.elements().isEmpty()
                ? new Json.Arr(List.of(version, author))
                : new Json.Arr(List.of(version, author, stampsJson(stamp.elements())));
    }

    private static SortedMap<String, Stamp> readStamps(Json json) throws InvalidShape {
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
                    : new Stamp(version.asLong(), author, readStamps(parts.get(2)));
        }
        throw new InvalidShape("stamps", "[version, author] is expected");
    }
}
