package io.tidemark.agent.store;

import java.util.Optional;

/**
 * Rows that a transaction may have changed for the app.
 *
 * @param type empty for all types of the scope
 */
public record Touched(String scope, Optional<String> type) {
    public boolean includes(String otherScope, String otherType) {
        return scope.equals(otherScope)
                && type.filter(one -> !one.equals(otherType)).isEmpty();
    }
}
