package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** G1: what an answer has called pending or decided is in Kafka, and so in the end in the operation log. */
final class AnsweredIsLogged implements ChaosRule {
    @Override
    public Finding check(ChaosEvidence evidence) {
        Set<OperationId> logged = new HashSet<>();
        evidence.log().forEach(line -> logged.add(line.operation()));
        List<Violation> violations = new ArrayList<>();
        for (OperationId promised : evidence.history().promised()) {
            if (!logged.contains(promised)) {
                violations.add(new Violation(
                        "operation " + promised,
                        "lost: an answer took it over, and the operation log has no line of it"));
            }
        }
        return new Finding(
                "whatever an answer took over is in the operation log",
                evidence.history().promised().size(),
                violations);
    }
}
