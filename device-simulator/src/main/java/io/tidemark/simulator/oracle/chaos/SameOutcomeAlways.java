package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Said;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * G2: however often an operation is asked for, its outcome is told in the same words, and they are those of the log. A
 * new epoch may decide anew what the restored database had lost.
 */
final class SameOutcomeAlways implements ChaosRule {
    @Override
    public Finding check(ChaosEvidence evidence) {
        Map<OperationId, Outcome> logged = new HashMap<>();
        evidence.log().forEach(line -> logged.put(line.operation(), line.outcome()));
        List<Violation> violations = new ArrayList<>();
        evidence.history().told().forEach((operation, said) -> {
            contradiction(operation, said, violations);
            for (Said one : said) {
                Outcome outcome = logged.get(operation);
                if (one.epoch().equals(evidence.epoch()) && outcome != null && !outcome.equals(one.outcome())) {
                    violations.add(new Violation(
                            "operation " + operation,
                            "told otherwise: " + one.outcome() + ", and the log has " + outcome));
                }
            }
        });
        return new Finding(
                "every operation's outcome is told in the same words, however often",
                evidence.history().told().size(),
                violations);
    }

    private static void contradiction(OperationId operation, Set<Said> said, List<Violation> violations) {
        Map<String, Outcome> first = new HashMap<>();
        for (Said one : said) {
            Outcome other = first.putIfAbsent(one.epoch(), one.outcome());
            if (other != null) {
                violations.add(new Violation(
                        "operation " + operation, "told in two ways: " + other + ", and " + one.outcome()));
            }
        }
    }
}
