package io.tidemark.simulator.oracle.walk;

import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import java.util.ArrayList;
import java.util.List;

/** Within a reader, positions rise from row to row, and each lies in the stretch that its page names. */
final class PositionsRise implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        long rows = 0;
        List<Violation> violations = new ArrayList<>();
        for (ReaderRecord reader : facts.history().readers()) {
            rows += reader.rows();
            long last = 0;
            for (Page page : reader.pages()) {
                for (PlacedRow row : page.rows()) {
                    if (row.position() <= last) {
                        violations.add(new Violation(
                                reader.reader() + ", " + row.name(),
                                "out of order: position " + row.position() + " after " + last));
                    }
                    if (row.position() <= page.from() || row.position() > page.to()) {
                        violations.add(new Violation(
                                reader.reader() + ", " + row.name(),
                                "outside its page: position " + row.position() + " in a page from " + page.from()
                                        + " to " + page.to()));
                    }
                    last = Math.max(last, row.position());
                }
            }
        }
        return new Finding("positions rise within each reader", rows, violations);
    }
}
