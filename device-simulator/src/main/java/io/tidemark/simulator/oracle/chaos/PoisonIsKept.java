package io.tidemark.simulator.oracle.chaos;

import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import java.util.List;

/** G10: a record that nobody can read is kept as a row. That it blocks nobody is seen by the queues behind it. */
final class PoisonIsKept implements ChaosRule {
    @Override
    public Finding check(ChaosEvidence evidence) {
        List<Violation> violations = evidence.poison().stream()
                .filter(place -> !evidence.kept().contains(place))
                .map(place -> new Violation(
                        "record " + place.offset() + " of partition " + place.partition(),
                        "vanished: it cannot be read, and no row keeps it"))
                .toList();
        return new Finding(
                "every record that nobody can read is kept, and blocked nobody",
                evidence.poison().size(),
                violations);
    }
}
