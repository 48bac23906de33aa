package io.tidemark.simulator.oracle.walk;

import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import java.util.ArrayList;
import java.util.List;

/** Every row that a reader met is, by its writer's account, what stood at that position. */
final class SawWhatStood implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        long rows = 0;
        List<Violation> violations = new ArrayList<>();
        for (ReaderRecord reader : facts.history().readers()) {
            rows += reader.rows();
            for (Page page : reader.pages()) {
                for (PlacedRow row : page.rows()) {
                    PlacedRow stood = facts.stood().get(row.position());
                    if (!row.equals(stood)) {
                        violations.add(new Violation(
                                reader.reader() + ", " + row.name(),
                                "a phantom: it met " + row + ", and "
                                        + (stood == null ? "nothing stood there" : "there stood " + stood)));
                    }
                }
            }
        }
        return new Finding("every version that a reader saw is one that was", rows, violations);
    }
}
