package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.simulator.oracle.walk.WalkHistory.Write;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The history with what follows from the writers' notes alone.
 *
 * @param stood at each position that was given: of an entity that several operations of one batch changed, what the last
 *     of them left there
 * @param last what stands in the end
 */
record WalkFacts(WalkHistory history, NavigableMap<Long, PlacedRow> stood, Map<EntityKey, PlacedRow> last) {

    static WalkFacts of(WalkHistory history) {
        TreeMap<Long, PlacedRow> stood = new TreeMap<>();
        for (Write write : history.writes()) {
            Outcome outcome = write.outcome();
            if (outcome.version().isPresent() && outcome.position().isPresent()) {
                long position = outcome.position().getAsLong();
                PlacedRow row = new PlacedRow(write.entity(), outcome.version().getAsLong(), position, write.content());
                stood.merge(position, row, (one, other) -> one.version() > other.version() ? one : other);
            }
        }
        Map<EntityKey, PlacedRow> last = new HashMap<>();
        stood.values().forEach(row -> last.put(row.entity(), row));
        return new WalkFacts(history, Collections.unmodifiableNavigableMap(stood), Map.copyOf(last));
    }

    /** The position of the last change. */
    long head() {
        return stood.isEmpty() ? 0 : stood.lastKey();
    }
}
