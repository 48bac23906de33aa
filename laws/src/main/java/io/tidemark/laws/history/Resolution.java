package io.tidemark.laws.history;

import java.util.Locale;

/** How somebody ends a conflict copy. */
public enum Resolution {
    /** The copy's values are written to the row, and the copy is deleted, in one transaction. */
    KEEP_MINE,
    /** The copy is deleted. */
    KEEP_THEIRS,
    /** The copy's values become an entity of their own, and the copy is deleted, in one transaction. */
    KEEP_BOTH;

    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
