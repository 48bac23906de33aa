package io.tidemark.protocol.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happens to a field whose current value is not the one that the author had seen. */
public enum MergePolicy {
    /** The canonical value stays, ours goes to a conflict copy: for what people write. */
    MANUAL,
    /** A three-way merge of what was seen, ours and the current text; what overlaps goes to a conflict copy. */
    TEXT,
    /** Server order decides: for preferences and other low-risk fields, where somebody declared it. */
    LAST_WRITER,
    /** Increments add up. */
    COUNTER,
    /** Additions and removals of elements; a removal takes out only what its author had seen. */
    ADD_WINS_SET,
    /** The larger of both, seen or not. Strings compare by UTF-16 code units. */
    MAX,
    /** The smaller of both, seen or not. */
    MIN,
    /** The canonical value stays, and ours is dropped. */
    SERVER_WINS,
    /** The first value stays, seen or not; a later one goes to a conflict copy. */
    IMMUTABLE,
    /** A class of the application's own, named by {@code merge}. */
    OWN;

    /** Whether an operation carries a {@code Change} of such a field, and not its new value. */
    public boolean takesChanges() {
        return this == COUNTER || this == ADD_WINS_SET;
    }

    boolean fits(FieldType type) {
        return switch (this) {
            case TEXT -> type == FieldType.STRING;
            case COUNTER -> type == FieldType.INTEGER;
            case ADD_WINS_SET -> type == FieldType.STRINGS;
            case MAX, MIN -> type == FieldType.INTEGER || type == FieldType.NUMBER || type == FieldType.STRING;
            case MANUAL, LAST_WRITER, SERVER_WINS, IMMUTABLE, OWN -> true;
        };
    }

    /** For error messages. */
    String fitting() {
        return Arrays.stream(FieldType.values())
                .filter(this::fits)
                .map(FieldType::slug)
                .collect(Collectors.joining(", "));
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<MergePolicy> parse(String slug) {
        return Arrays.stream(values())
                .filter(policy -> policy.slug().equals(slug))
                .findFirst();
    }

    /** For error messages. */
    public static String known() {
        return Arrays.stream(values()).map(MergePolicy::slug).collect(Collectors.joining(", "));
    }
}
