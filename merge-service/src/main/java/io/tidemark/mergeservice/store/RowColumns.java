package io.tidemark.mergeservice.store;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.StampCodec;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.RowCodec;
import java.util.Optional;
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
                    StampCodec.read(JsonReader.read(columns.stamps())),
                    columns.conflict() == null
                            ? Optional.empty()
                            : Optional.of(RowCodec.readConflict(JsonReader.read(columns.conflict()))));
        } catch (InvalidJson | InvalidShape e) {
            throw new IllegalStateException("a stored row cannot be read: " + columns.key(), e);
        }
    }
}
