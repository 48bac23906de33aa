package io.tidemark.laws.history;

import io.tidemark.merge.policy.OwnMerge;
import io.tidemark.protocol.json.Json;
import java.util.Optional;

/** A policy of the histories' own: the longer text stands, and of two that are as long, neither gives way. */
public final class LongerSummary implements OwnMerge {
    @Override
    public String name() {
        return "longer-summary";
    }

    @Override
    public Optional<Json> merge(Optional<Json> seen, Json ours, Optional<Json> current) {
        int mine = length(ours);
        int theirs = current.map(LongerSummary::length).orElse(0);
        return mine == theirs ? Optional.empty() : Optional.of(mine > theirs ? ours : current.orElseThrow());
    }

    private static int length(Json value) {
        return value instanceof Json.Str(String text) ? text.length() : 0;
    }
}
