package io.tidemark.merge;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.EntityTag;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An entity as the server keeps it.
 *
 * @param version one more for each operation that changed it; at least 1, and above the scope's version floor
 * @param incarnation the position at which it was first made, 0 before it has one
 * @param position of its last change, 0 before it has one
 * @param deleted whether it is a tombstone; its fields are kept, for an edit that had not seen the delete
 * @param stamps the last change of each field
 * @param conflict what makes it a conflict copy
 */
public record EntityState(
        EntityKey key,
        long version,
        long incarnation,
        long position,
        boolean deleted,
        SortedMap<String, Json> fields,
        SortedMap<String, Stamp> stamps,
        Optional<ConflictOrigin> conflict) {
    public EntityState {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        stamps = Collections.unmodifiableSortedMap(new TreeMap<>(stamps));
    }

    /** An entity that begins with these fields. */
    static EntityState begin(
            EntityKey key, Map<String, FieldWrite> fields, String author, Optional<ConflictOrigin> conflict) {
        return new EntityState(
                key, 1, 0, 0, false, FieldWrite.values(fields), stamped(new TreeMap<>(), fields, 1, author), conflict);
    }

    public Optional<Json> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    public EntityTag tag(String epoch) {
        return new EntityTag(epoch, incarnation, version);
    }

    /** Live with these changes on top of its fields; a tombstone comes back with the fields that it kept. */
    EntityState changed(Map<String, FieldWrite> writes, String author, Optional<ConflictOrigin> origin) {
        TreeMap<String, Json> merged = new TreeMap<>(fields);
        merged.putAll(FieldWrite.values(writes));
        SortedMap<String, Stamp> changes = stamped(stamps, writes, version + 1, author);
        return new EntityState(key, version + 1, incarnation, position, false, merged, changes, origin);
    }

    /** Live with these fields and no others. */
    EntityState begunAnew(Map<String, FieldWrite> writes, String author) {
        return new EntityState(
                key,
                version + 1,
                incarnation,
                position,
                false,
                FieldWrite.values(writes),
                stamped(new TreeMap<>(), writes, version + 1, author),
                conflict.map(ConflictOrigin::afterEdit));
    }

    EntityState asTombstone() {
        return new EntityState(key, version + 1, incarnation, position, true, fields, stamps, conflict);
    }

    /** A row that begins now, above every version of an entity that was purged: nobody has read it before (MERGE-24). */
    public EntityState above(long versionFloor) {
        TreeMap<String, Stamp> above = new TreeMap<>(stamps);
        above.replaceAll((field, stamp) -> stamp.above(versionFloor));
        return new EntityState(key, version + versionFloor, incarnation, position, deleted, fields, above, conflict);
    }

    /** At its place in the feed; a new entity is incarnated there. */
    public EntityState at(long newPosition) {
        long born = incarnation == 0 ? newPosition : incarnation;
        return new EntityState(key, version, born, newPosition, deleted, fields, stamps, conflict);
    }

    /** The same state of a conflict copy, of this origin. */
    public EntityState with(ConflictOrigin origin) {
        return new EntityState(key, version, incarnation, position, deleted, fields, stamps, Optional.of(origin));
    }

    public CanonicalRow toRow() {
        return deleted
                ? new CanonicalRow.Tombstone(key, version, position)
                : new CanonicalRow.Live(key, version, position, fields, conflict);
    }

    private static SortedMap<String, Stamp> stamped(
            SortedMap<String, Stamp> stamps, Map<String, FieldWrite> writes, long version, String author) {
        TreeMap<String, Stamp> all = new TreeMap<>(stamps);
        writes.forEach((field, write) -> all.put(field, write.stamp(version, author)));
        return all;
    }
}
