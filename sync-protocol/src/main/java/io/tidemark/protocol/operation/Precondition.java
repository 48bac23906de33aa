package io.tidemark.protocol.operation;

import java.util.List;

/** Strict mode: a condition on the row as a whole (RFC 9110, section 13), decided in the merge. */
public sealed interface Precondition {
    /** None: the seen rule decides field by field. */
    record None() implements Precondition {}

    /** {@code If-None-Match: *} */
    record Missing() implements Precondition {}

    /** {@code If-Match: *} */
    record Exists() implements Precondition {}

    /** {@code If-Match: "…", "…"}; tags that are not ours are dropped, so the list may be empty and never match. */
    record Matches(List<EntityTag> tags) implements Precondition {
        public Matches {
            tags = List.copyOf(tags);
        }
    }
}
