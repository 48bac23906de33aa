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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * At every checkpoint a reader holds the scope exactly as it stood at that position. So it must: an entity that had its
 * last change at or before the checkpoint stood there already when the page that covers that change was read.
 */
final class NothingMissed implements WalkRule {
    @Override
    public Finding check(WalkFacts facts) {
        long checkpoints = 0;
        List<Violation> violations = new ArrayList<>();
        for (ReaderRecord reader : facts.history().readers()) {
            Comparison comparison = new Comparison(facts);
            for (Page page : reader.pages()) {
                comparison.read(page.rows());
                if (page.checkpoint()) {
                    checkpoints++;
                    violations.addAll(comparison.at(page.to(), reader.reader()));
                }
            }
        }
        return new Finding(
                "at every checkpoint a reader holds the scope exactly as it stood there", checkpoints, violations);
    }

    /** A reader's rows beside the scope's, and where they differ: a step costs what it changes, not what there is. */
    private static final class Comparison {
        private final WalkFacts facts;
        private final Map<EntityKey, PlacedRow> held = new HashMap<>();
        private final Map<EntityKey, PlacedRow> stood = new HashMap<>();
        private final Set<EntityKey> differing = new TreeSet<>();
        private long place;

        Comparison(WalkFacts facts) {
            this.facts = facts;
        }

        void read(List<PlacedRow> rows) {
            for (PlacedRow row : rows) {
                held.put(row.entity(), row);
                compare(row.entity());
            }
        }

        /** A difference is told once, not again at every later checkpoint. */
        List<Violation> at(long checkpoint, String reader) {
            if (checkpoint > place) {
                for (PlacedRow row :
                        facts.stood().subMap(place, false, checkpoint, true).values()) {
                    stood.put(row.entity(), row);
                    compare(row.entity());
                }
                place = checkpoint;
            }
            List<Violation> violations = new ArrayList<>();
            for (EntityKey entity : differing) {
                violations.add(new Violation(
                        reader + ", " + entity.type() + " " + entity.id(),
                        "missed: at the checkpoint at " + checkpoint + " the reader holds " + words(held.get(entity))
                                + ", and there stood " + words(stood.get(entity))));
            }
            differing.clear();
            return violations;
        }

        private void compare(EntityKey entity) {
            if (Objects.equals(held.get(entity), stood.get(entity))) {
                differing.remove(entity);
            } else {
                differing.add(entity);
            }
        }

        private static String words(@Nullable PlacedRow row) {
            return row == null ? "nothing" : "version " + row.version() + " of position " + row.position();
        }
    }
}
