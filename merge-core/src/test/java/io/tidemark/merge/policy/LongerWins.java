package io.tidemark.merge.policy;

import io.tidemark.protocol.json.Json;
import java.util.Optional;

/** An application's own policy: the longer text, and none between texts of the same length. */
public final class LongerWins implements OwnMerge {
    @Override
    public String name() {
        return "longer-wins";
    }

    @Override
    public Optional<Json> merge(Optional<Json> seen, Json ours, Optional<Json> current) {
        int mine = length(ours);
        int theirs = current.map(LongerWins::length).orElse(0);
        return mine == theirs ? Optional.empty() : Optional.of(mine > theirs ? ours : current.orElseThrow());
    }

    private static int length(Json value) {
        return value instanceof Json.Str(String text) ? text.length() : 0;
    }
}
