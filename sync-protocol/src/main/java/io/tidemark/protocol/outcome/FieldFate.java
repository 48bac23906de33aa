package io.tidemark.protocol.outcome;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of one field of an operation: the outcome, told field by field.
 *
 * @param copy the id of the conflict copy that has the value; empty unless there is one
 */
public record FieldFate(Kind kind, Optional<String> copy) {
    /** The one registry of fates. */
    public enum Kind {
        WRITTEN("The author's value stands in the row."),
        EQUAL("The row held the author's value already: nothing changed."),
        CHANGED("The increment was added, or the elements were put in and taken out."),

        // as the field's policy says
        OVERWROTE("The author's value replaced one that he had not seen."),
        MERGED("The row has a value that was made of the author's and one that he had not seen."),
        ADD_WINS("The elements were put in and taken out, but for some that had been put in again unseen: they stay."),
        DROPPED("The row's value stays, and the author's is dropped."),

        REMOVED("The field is no longer declared: what was written to it was left out."),

        // in a conflict copy
        JOINED_COPY("The author's value replaced the one that it goes on from, in the conflict copy that has it."),
        LOST_TO_COPY("The row's value stays, and the author's is in a conflict copy."),

        // without effect
        NOT_APPLIED("The change of a counter or a set did not happen: its transaction did not hold."),
        KEPT_UNSEEN("The author of the delete had not seen the row's value: it keeps the row.");

        private static final Map<String, Kind> BY_SLUG = new HashMap<>();

        static {
            for (Kind kind : values()) {
                BY_SLUG.put(kind.slug(), kind);
            }
        }

        private final String explanation;

        Kind(String explanation) {
            this.explanation = explanation;
        }

        public String slug() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** One sentence for people. */
        public String explanation() {
            return explanation;
        }

        /** Whether the field of the row was changed. */
        public boolean changesTheRow() {
            return switch (this) {
                case WRITTEN, CHANGED, OVERWROTE, MERGED, ADD_WINS -> true;
                case EQUAL, DROPPED, REMOVED, JOINED_COPY, LOST_TO_COPY, NOT_APPLIED, KEPT_UNSEEN -> false;
            };
        }

        public static Optional<Kind> parse(String slug) {
            return Optional.ofNullable(BY_SLUG.get(slug));
        }
    }

    public FieldFate {
        boolean inCopy = kind == Kind.JOINED_COPY || kind == Kind.LOST_TO_COPY;
        if (inCopy != copy.isPresent()) {
            throw new IllegalArgumentException("what is in a conflict copy names it, and nothing else does");
        }
    }

    public static FieldFate of(Kind kind) {
        return new FieldFate(kind, Optional.empty());
    }

    public static FieldFate in(Kind kind, String copy) {
        return new FieldFate(kind, Optional.of(copy));
    }
}
