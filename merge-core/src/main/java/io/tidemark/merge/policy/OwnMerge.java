package io.tidemark.merge.policy;

import io.tidemark.protocol.json.Json;
import java.util.Optional;

/**
 * A merge policy of the application's own, found by {@link java.util.ServiceLoader} on device and server alike. It must
 * be a pure function: the same arguments give the same result, everywhere and for ever.
 */
public interface OwnMerge {
    /** The name that the entity types declare: {@code policy: own, merge: <name>}. */
    String name();

    /**
     * @param seen what the author's screen showed, where it is known in full
     * @param ours what the author wrote
     * @param current what the row holds, empty if the field is absent
     * @return the merged value; empty if it cannot be merged, and ours goes to a conflict copy
     */
    Optional<Json> merge(Optional<Json> seen, Json ours, Optional<Json> current);
}
