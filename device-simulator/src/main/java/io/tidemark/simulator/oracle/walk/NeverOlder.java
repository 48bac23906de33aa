package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Within a reader, the versions of a row rise. */
final class NeverOlder implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        long rows = 0;
        List<Violation> violations = new ArrayList<>();
        for (ReaderRecord reader : facts.history().readers()) {
            rows += reader.rows();
            Map<EntityKey, Long> versions = new HashMap<>();
            for (Page page : reader.pages()) {
                for (PlacedRow row : page.rows()) {
                    long before = versions.getOrDefault(row.entity(), 0L);
                    if (row.version() <= before) {
                        violations.add(new Violation(
                                reader.reader() + ", " + row.name(),
                                "went back: version " + row.version() + " after " + before));
                    }
                    versions.put(row.entity(), Math.max(before, row.version()));
                }
            }
        }
        return new Finding("no row goes back to an older version", rows, violations);
    }
}
