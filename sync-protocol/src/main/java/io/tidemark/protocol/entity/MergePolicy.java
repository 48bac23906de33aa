package io.tidemark.protocol.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happens to a field whose current value is not the one that the author had seen. */
public enum MergePolicy {
    /** The canonical value stays, ours goes to a conflict copy: for what people write. */
    MANUAL,
    /** Server order decides: for preferences and other low-risk fields, where somebody declared it. */
    LAST_WRITER;

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
