package io.tidemark.protocol.schema;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The schema versions with which a client was built: {@code note:2, task:1}. A type that is not named is of version 1
 * (SCHEMA-17).
 */
public record SchemaVersions(SortedMap<String, Integer> byType) {
    /** In a request: what the client was built with. In an answer: what its rows are in, where that is older. */
    public static final String HEADER = "Tidemark-Schemas";

    /** Of the header's text, in characters. */
    public static final int LONGEST = 8_192;

    public static final SchemaVersions FIRST = new SchemaVersions(new TreeMap<>());

    private static final Pattern ONE = Pattern.compile("([a-z][A-Za-z0-9_]{0,63}):([1-9][0-9]{0,6})");

    public SchemaVersions {
        byType = Collections.unmodifiableSortedMap(new TreeMap<>(byType));
    }

    /** Those of a client that was built with this declaration. */
    public static SchemaVersions of(EntityTypes types) {
        TreeMap<String, Integer> byType = new TreeMap<>();
        types.byName().values().forEach(type -> byType.put(type.name(), type.schema()));
        return new SchemaVersions(byType);
    }

    /** Empty if the text is not of the form, or names a type twice. */
    public static Optional<SchemaVersions> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        TreeMap<String, Integer> byType = new TreeMap<>();
        for (String one : text.split(",", -1)) {
            Matcher matcher = ONE.matcher(one.strip());
            if (!matcher.matches() || byType.put(matcher.group(1), Integer.parseInt(matcher.group(2))) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new SchemaVersions(byType));
    }

    public int of(String type) {
        return byType.getOrDefault(type, 1);
    }

    /** How this client gets the rows of a type: in its version, or in the newest that is known here. */
    public RowForm form(EntityType type) {
        return new RowForm(type, Math.min(of(type.name()), type.schema()));
    }

    /** The types that this client is answered in an older version than it asked for, and that version. */
    public SchemaVersions behind(EntityTypes types) {
        TreeMap<String, Integer> behind = new TreeMap<>();
        known(types, (type, asked) -> {
            if (type.schema() < asked) {
                behind.put(type.name(), type.schema());
            }
        });
        return new SchemaVersions(behind);
    }

    /** SCHEMA-18: two readers with equal forms are answered the same. Types in the form of version 1 are left out. */
    public SchemaVersions forms(EntityTypes types) {
        TreeMap<String, Integer> forms = new TreeMap<>();
        known(types, (type, asked) -> {
            int form = type.formOf(asked);
            if (form > 1) {
                forms.put(type.name(), form);
            }
        });
        return new SchemaVersions(forms);
    }

    private void known(EntityTypes types, BiConsumer<EntityType, Integer> each) {
        byType.forEach((name, asked) -> types.find(name).ifPresent(type -> each.accept(type, asked)));
    }

    public boolean isEmpty() {
        return byType.isEmpty();
    }

    @Override
    public String toString() {
        return byType.entrySet().stream()
                .map(one -> one.getKey() + ":" + one.getValue())
                .collect(Collectors.joining(", "));
    }
}
