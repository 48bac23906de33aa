package io.tidemark.simulator.oracle;

import java.util.List;

/**
 * What one rule found.
 *
 * @param promise the rule in words, such as "every accepted value is accounted for"
 * @param examined how many things it looked at: a rule that looked at nothing has shown nothing
 */
public record Finding(String promise, long examined, List<Violation> violations) {
    public Finding {
        violations = List.copyOf(violations);
    }

    public boolean holds() {
        return violations.isEmpty();
    }
}
