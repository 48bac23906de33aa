package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** G7: what an author has replaced does not come back to his screen, unless the edit that replaced it was refused. */
final class OwnEditsStay implements ChaosRule {
    @Override
    public Finding check(ChaosEvidence evidence) {
        Set<OperationId> refused =
                evidence.end().deadLetters().stream().map(DeadLetter::operation).collect(Collectors.toSet());
        List<Violation> violations = evidence.history().returns().stream()
                .filter(back -> !refused.contains(back.replacedBy()))
                .map(back -> new Violation(
                        back.device() + " in " + back.scope() + ", " + back.what(),
                        "flickered: replaced by operation " + back.replacedBy()
                                + ", and on the screen again at operation " + back.seenIn()))
                .toList();
        return new Finding(
                "what an author has replaced never came back to the screen",
                evidence.history().looks(),
                violations);
    }
}
