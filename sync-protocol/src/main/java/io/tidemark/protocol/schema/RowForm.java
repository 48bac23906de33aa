package io.tidemark.protocol.schema;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.Field;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How rows of a type look to a client of one schema version (SCHEMA-14, SCHEMA-15).
 *
 * @param version of the declaration, at least 1
 */
public record RowForm(EntityType type, int version) {

    /** Whether every row looks as it is stored. */
    public boolean isStoredForm() {
        return type.fieldsEver()
                .allMatch(field ->
                        field.nameAt(version).filter(field.storedName()::equals).isPresent()
                                && field.history().defaultValue().isEmpty());
    }

    /** @param row as it is stored */
    public CanonicalRow lower(CanonicalRow row) {
        return switch (row) {
            case CanonicalRow.Tombstone tombstone -> tombstone;
            case CanonicalRow.Live live ->
                new CanonicalRow.Live(
                        live.entity(),
                        live.version(),
                        live.position(),
                        live.conflict().isPresent() ? names(live.fields()) : fields(live.fields()),
                        live.conflict().map(this::lower));
        };
    }

    /**
     * SCHEMA-17: a row that a server answered that knows older versions only. One that is of this form already stays as
     * it is.
     */
    public CanonicalRow adopt(CanonicalRow row) {
        return switch (row) {
            case CanonicalRow.Tombstone tombstone -> tombstone;
            case CanonicalRow.Live live ->
                lower(new CanonicalRow.Live(
                        live.entity(),
                        live.version(),
                        live.position(),
                        Lift.row(live.fields(), type),
                        live.conflict().map(this::lift)));
        };
    }

    private ConflictOrigin lower(ConflictOrigin stored) {
        return stored.inOtherWords(names(stored.seen()), names(stored.theirs()));
    }

    private ConflictOrigin lift(ConflictOrigin received) {
        return received.inOtherWords(Lift.row(received.seen(), type), Lift.row(received.theirs(), type));
    }

    /** The fields of a row that is no conflict copy. */
    public SortedMap<String, Json> fields(Map<String, Json> stored) {
        SortedMap<String, Json> fields = names(stored);
        type.fieldsEver().forEach(field -> {
            Optional<Json> defaultValue = field.history().defaultValue();
            Optional<String> name = field.nameAt(version);
            if (defaultValue.isPresent() && name.isPresent()) {
                fields.putIfAbsent(name.get(), defaultValue.get());
            }
        });
        return fields;
    }

    /** What no version declares is shown as it stands: nobody can say that it is not meant. */
    public <V> SortedMap<String, V> names(Map<String, V> stored) {
        TreeMap<String, V> fields = new TreeMap<>();
        stored.forEach((name, value) -> {
            Optional<Field> field = type.fieldEver(name);
            if (field.isEmpty()) {
                fields.put(name, value);
            } else {
                field.get().nameAt(version).ifPresent(known -> fields.put(known, value));
            }
        });
        return fields;
    }
}
