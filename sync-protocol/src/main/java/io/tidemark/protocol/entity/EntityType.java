package io.tidemark.protocol.entity;

import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A declared entity type. Within it a name belongs to one field for ever (SCHEMA-1), so that whatever was once written
 * under a name can always be told.
 *
 * @param schema the version of this declaration; a newer operation waits until the server knows it
 * @param fields those that stand, by their newest names
 * @param removed those that are gone, by their last names
 */
public record EntityType(String name, int schema, SortedMap<String, Field> fields, SortedMap<String, Field> removed) {
    /**
     * The largest row, in UTF-16 code units. A conflict copy holds a value up to three times (ours, theirs, seen), and a
     * page is read whole: what is larger could be written and never read again.
     */
    public static final long LARGEST_ROW = 400_000;

    /** The same, with the values of removed fields, which stay stored: they are in a row once, and on no page. */
    public static final long LARGEST_STORED_ROW = 3 * LARGEST_ROW;

    /** Characters of a type's name. */
    public static final int LONGEST_NAME = 64;

    public EntityType {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
        removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
    }

    /** One that nobody declares: it has no fields. */
    public static EntityType undeclared(String name) {
        return new EntityType(name, 1, new TreeMap<>(), new TreeMap<>());
    }

    /** @param anyName one that the field has, or ever had; empty if no field that stands has had it */
    public Optional<Field> field(String anyName) {
        Field byNewestName = fields.get(anyName);
        return byNewestName != null
                ? Optional.of(byNewestName)
                : fields.values().stream()
                        .filter(field -> field.wasEverNamed(anyName))
                        .findFirst();
    }

    /** The same, of those that are gone, too. */
    public Optional<Field> fieldEver(String anyName) {
        return field(anyName).or(() -> removed.values().stream()
                .filter(field -> field.wasEverNamed(anyName))
                .findFirst());
    }

    /** @param anyName one that the field ever had */
    public boolean isRemoved(String anyName) {
        return !removed.isEmpty() && fieldEver(anyName).filter(Field::isRemoved).isPresent();
    }

    /** The field that this schema version calls so, be it gone since; empty if the version has none of that name. */
    public Optional<Field> fieldAt(int version, String name) {
        return fieldEver(name)
                .filter(field -> field.nameAt(version).filter(name::equals).isPresent());
    }

    public Stream<Field> fieldsEver() {
        return Stream.concat(fields.values().stream(), removed.values().stream());
    }

    /** The versions that know the type otherwise than the one before: the first, and those that changed its fields. */
    public NavigableSet<Integer> forms() {
        TreeSet<Integer> forms = new TreeSet<>(Set.of(1));
        fieldsEver().map(Field::history).forEach(history -> {
            forms.add(history.since());
            forms.addAll(history.renames().keySet());
            history.removed().ifPresent(forms::add);
        });
        return forms;
    }

    /** The version that brought the form in which that version knows rows: a raised limit changes none. */
    public int formOf(int version) {
        return forms().headSet(version, true).last();
    }

    /** Whether some version knows the type otherwise than rows are stored. */
    public boolean hasHistory() {
        return !removed.isEmpty()
                || fields.values().stream().anyMatch(field -> !field.history().isPlain());
    }

    /** Of a field that is no longer declared, nobody's value may be overwritten unseen. */
    public MergePolicy policy(String anyName) {
        return field(anyName).map(Field::policy).orElse(MergePolicy.MANUAL);
    }
}
