package io.tidemark.agent;

import io.tidemark.agent.store.Touched;
import java.util.Optional;
import java.util.Set;

/**
 * What an observer looks at.
 *
 * @param type of the rows; empty for the status of the scope, which any commit may change
 */
record Watch(String scope, Optional<String> type) {
    boolean isOfStatus() {
        return type.isEmpty();
    }

    boolean isConcernedBy(Set<Touched> touched) {
        return isOfStatus() || touched.stream().anyMatch(rows -> rows.includes(scope, type.orElseThrow()));
    }
}
