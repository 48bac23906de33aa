package io.tidemark.laws.law;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one law found in one history.
 *
 * @param examined how many things it looked at: a law that looked at nothing has shown nothing
 * @param violations one sentence each
 */
public record Finding(long examined, List<String> violations) {
    public Finding {
        violations = List.copyOf(violations);
    }

    /** Collects what is looked at, and what of it does not hold. */
    static final class Search {
        private final List<String> violations = new ArrayList<>();
        private long examined;

        void examine(boolean holds, Supplier<String> violation) {
            examined++;
            if (!holds) {
                violations.add(violation.get());
            }
        }

        Finding found() {
            return new Finding(examined, violations);
        }
    }
}
