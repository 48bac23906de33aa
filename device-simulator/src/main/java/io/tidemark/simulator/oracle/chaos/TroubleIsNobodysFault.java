package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.outcome.Reason;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import java.util.List;

/** G10: a database that is away, full or restored is waited for: no operation is refused because the merge failed. */
final class TroubleIsNobodysFault implements ChaosRule {
    @Override
    public Finding check(ChaosEvidence evidence) {
        List<Violation> violations = evidence.log().stream()
                .filter(line -> line.outcome()
                        .reason()
                        .filter(Reason.MERGE_FAILED::equals)
                        .isPresent())
                .map(line -> new Violation(
                        "operation " + line.operation() + " of " + line.subject() + " in " + line.scope(),
                        "blamed: it was refused because the merge failed"))
                .toList();
        return new Finding(
                "no operation was refused for trouble of the database",
                evidence.log().size(),
                violations);
    }
}
