package io.tidemark.protocol.schema;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.Operation.Delete;
import io.tidemark.protocol.operation.Operation.Upsert;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** SCHEMA-7: turns what was written under the names of any schema version into what rows are stored under. */
public final class Lift {
    private Lift() {}

    /**
     * A lifted operation: to be judged and merged, never to be sent.
     *
     * @param removed the fields that are gone, and with them what the operation wrote there (SCHEMA-10)
     */
    public record Lifted(Operation operation, SortedSet<String> removed) {}

    /** Names that the operation's version does not have are kept, for a judge to find. */
    public static Lifted operation(Operation operation, EntityType type) {
        if (!type.hasHistory()) {
            return new Lifted(operation, Collections.emptySortedSet());
        }
        Names names = new Names(type, operation.schema());
        return switch (operation) {
            case Upsert upsert -> {
                Upsert lifted = upsert.inOtherWords(
                        names.move(upsert.fields()), names.move(upsert.changes()), names.move(upsert.basis()));
                TreeSet<String> removed =
                        new TreeSet<>(names.removed(upsert.fields().keySet()));
                removed.addAll(names.removed(upsert.changes().keySet()));
                yield new Lifted(lifted, removed);
            }
            case Delete delete ->
                new Lifted(delete.inOtherWords(names.move(delete.basis())), Collections.emptySortedSet());
        };
    }

    /** SCHEMA-6: by their stored names; a row of names of several versions is as welcome, for each name is one field's. */
    static <V> SortedMap<String, V> row(Map<String, V> fields, EntityType type) {
        TreeMap<String, V> stored = new TreeMap<>();
        fields.forEach((name, value) ->
                stored.put(type.fieldEver(name).map(Field::storedName).orElse(name), value));
        return stored;
    }

    /** The names of one schema version of a type. */
    private record Names(EntityType type, int version) {
        Basis move(Basis basis) {
            return switch (basis) {
                case Basis.Seen(var seen) -> new Basis.Seen(move(seen));
                case Basis.Nothing nothing -> nothing;
                case Basis.BaseVersion row -> row;
            };
        }

        List<String> removed(Set<String> written) {
            return written.stream()
                    .flatMap(name -> type.fieldAt(version, name).stream())
                    .filter(Field::isRemoved)
                    .map(Field::storedName)
                    .toList();
        }

        <V> SortedMap<String, V> move(SortedMap<String, V> byName) {
            if (byName.isEmpty()) {
                return Collections.emptySortedMap();
            }
            TreeMap<String, V> byStoredName = new TreeMap<>();
            byName.forEach((name, value) -> type.fieldAt(version, name)
                    .ifPresentOrElse(
                            field -> {
                                if (!field.isRemoved()) {
                                    byStoredName.put(field.storedName(), value);
                                }
                            },
                            () -> byStoredName.put(name, value)));
            return byStoredName;
        }
    }
}
