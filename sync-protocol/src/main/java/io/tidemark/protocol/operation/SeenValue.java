package io.tidemark.protocol.operation;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import java.util.Optional;

/** What the author's screen showed for one field. Absent and {@code null} differ. */
public sealed interface SeenValue {
    record Absent() implements SeenValue {}

    /** In full: when small, or when the field's policy needs it. */
    record Value(Json json) implements SeenValue {}

    record Hashed(ContentHash hash) implements SeenValue {}

    /** Canonical forms of up to this many bytes travel in full; larger ones as their hash. */
    int INLINE_BYTES = 64;

    default boolean matches(Optional<Json> current) {
        return switch (this) {
            case Absent() -> current.isEmpty();
            case Value(Json seen) -> current.filter(seen::equals).isPresent();
            case Hashed(ContentHash hash) ->
                current.filter(json -> ContentHash.of(json).equals(hash)).isPresent();
        };
    }
}
