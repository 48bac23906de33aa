package io.tidemark.simulator.oracle;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** G1, G2: every accepted operation is in the operation log exactly once, or lies on its device as a dead letter. */
final class OneOutcomeEach implements Rule {
    @Override
    public Finding check(Facts facts) {
        Set<OperationId> dead = facts.evidence().deadLetters().stream()
                .map(DeadLetter::operation)
                .collect(Collectors.toSet());
        List<Violation> violations = new ArrayList<>();
        for (AcceptedEdit edit : facts.evidence().edits()) {
            judge(edit, facts, dead.contains(edit.operation()), violations);
        }
        for (LoggedOperation entry : facts.evidence().log()) {
            if (!facts.edits().containsKey(entry.operation())) {
                violations.add(new Violation(
                        "operation " + entry.operation() + " in " + entry.scope(),
                        "the log decided it, and no device saved it"));
            }
        }
        return new Finding(
                "every operation was decided exactly once, and only those that were saved",
                facts.evidence().edits().size(),
                violations);
    }

    private static void judge(AcceptedEdit edit, Facts facts, boolean isDead, List<Violation> violations) {
        List<LoggedOperation> entries = facts.logged().getOrDefault(edit.operation(), List.of());
        String subject = "operation " + edit.operation() + " of " + edit.device() + " in " + edit.scope();
        if (entries.isEmpty()) {
            if (!isDead) {
                violations.add(new Violation(subject, "neither in the operation log nor a dead letter"));
            }
            return;
        }
        if (entries.size() > 1) {
            violations.add(new Violation(subject, "decided " + entries.size() + " times"));
        }
        LoggedOperation entry = entries.getFirst();
        if (!entry.scope().equals(edit.scope())) {
            violations.add(new Violation(subject, "decided in another scope, " + entry.scope()));
        }
        boolean rejected = entry.outcome().status() == Status.REJECTED;
        if (rejected && !isDead) {
            violations.add(new Violation(subject, "rejected, and its device kept no dead letter"));
        }
        if (!rejected && isDead) {
            violations.add(new Violation(subject, "took effect, and its device says that it did not"));
        }
    }
}
