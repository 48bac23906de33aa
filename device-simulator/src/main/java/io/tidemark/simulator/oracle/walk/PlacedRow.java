package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.SortedMap;

/**
 * What stood at a position.
 *
 * @param content of the row, in the form in which contents are compared: see {@link #content} and {@link #DELETED}
 */
public record PlacedRow(EntityKey entity, long version, long position, String content) {
    /** The content of a tombstone. */
    public static final String DELETED = "deleted";

    public static PlacedRow of(CanonicalRow row) {
        String content =
                switch (row) {
                    case CanonicalRow.Live live -> content(live.fields());
                    case CanonicalRow.Tombstone ignored -> DELETED;
                };
        return new PlacedRow(row.entity(), row.version(), row.position(), content);
    }

    public static String content(SortedMap<String, Json> fields) {
        return CanonicalJson.write(new Json.Obj(fields));
    }

    String name() {
        return entity.type() + " " + entity.id();
    }

    @Override
    public String toString() {
        return name() + " at position " + position + ", version " + version + ", " + content;
    }
}
