package io.tidemark.simulator.oracle.chaos;

import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Read;
import java.util.ArrayList;
import java.util.List;

/** G12: each restore of the database began one epoch, and every device that reads has come to read in the last one. */
final class RestoresAreTold implements ChaosRule {
    @Override
    public Finding check(ChaosEvidence evidence) {
        List<Violation> violations = new ArrayList<>();
        if (evidence.epochs() != 1 + evidence.restores()) {
            violations.add(new Violation(
                    "the server",
                    evidence.epochs() + " epochs, after " + evidence.restores() + " restores of the database"));
        }
        evidence.history().reads().forEach((reader, reads) -> {
            Read last = reads.getLast();
            if (!last.page().epoch().equals(evidence.epoch())) {
                violations.add(new Violation(
                        reader.device() + " in " + reader.scope(),
                        "stayed behind: it last read in the epoch "
                                + last.page().epoch()));
            }
        });
        return new Finding(
                "each restore of the database began one epoch, and nobody stayed in an earlier one",
                evidence.history().reads().size(),
                violations);
    }
}
