package io.tidemark.mergeservice.world;

import io.tidemark.merge.policy.OwnMerge;
import io.tidemark.protocol.json.Json;
import java.util.Optional;

/** A policy of an application, with a defect. */
public final class AlwaysFails implements OwnMerge {
    @Override
    public String name() {
        return "always-fails";
    }

    @Override
    public Optional<Json> merge(Optional<Json> seen, Json ours, Optional<Json> current) {
        throw new IllegalStateException("this policy always fails");
    }
}
