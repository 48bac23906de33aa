package io.tidemark.protocol.outcome;

import java.util.Locale;
import java.util.Optional;

/** The final outcome of an operation: decided once, stored, and answered again for ever. */
public enum Status {
    /** It took effect as it was written. */
    APPLIED,
    /** It took effect together with something its author had not seen; nothing was lost. */
    MERGED,
    /** Some of it could not be merged: those values stand in a conflict copy. */
    CONFLICT,
    /** It had no effect; the device keeps it as a dead letter. */
    REJECTED;

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Status> parse(String slug) {
        for (Status status : values()) {
            if (status.slug().equals(slug)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
