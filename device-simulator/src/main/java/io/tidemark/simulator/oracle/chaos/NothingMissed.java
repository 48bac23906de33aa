package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.history.Entry.Place;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Read;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * G5: between two checkpoints a reader meets every row whose last change up to the second lies there, for all changes
 * that the operation log names a position of. In the last epoch: of the log of an earlier one, a restore keeps a part.
 */
final class NothingMissed implements ChaosRule {
    /** Since the last checkpoint: of each row the latest position that was met. */
    private record Since(long from, Map<EntityKey, Long> rows) {}

    @Override
    public Finding check(ChaosEvidence evidence) {
        Map<String, NavigableMap<Long, EntityKey>> changes = changes(evidence.log());
        List<Violation> violations = new ArrayList<>();
        long examined = 0;
        for (Map.Entry<Reader, List<Read>> reader : evidence.history().reads().entrySet()) {
            NavigableMap<Long, EntityKey> ofScope =
                    changes.getOrDefault(reader.getKey().scope(), Collections.emptyNavigableMap());
            Map<String, Since> standing = new HashMap<>();
            for (Read read : reader.getValue()) {
                if (read.page().epoch().equals(evidence.epoch())) {
                    examined += step(reader.getKey(), read, ofScope, standing, violations);
                }
            }
        }
        return new Finding("no reader missed a change between two checkpoints", examined, violations);
    }

    /** Of an operation that went into a copy the log says where the copy lies, and not whether the row changed, too. */
    private static Map<String, NavigableMap<Long, EntityKey>> changes(List<Decided> log) {
        Map<String, NavigableMap<Long, EntityKey>> changes = new HashMap<>();
        for (Decided line : log) {
            boolean said = line.outcome().status() == Status.APPLIED
                    || (line.outcome().status() == Status.MERGED
                            && line.outcome().conflictCopies().isEmpty());
            if (said && line.entity().isPresent() && line.outcome().position().isPresent()) {
                changes.computeIfAbsent(line.scope(), scope -> new TreeMap<>())
                        .put(
                                line.outcome().position().getAsLong(),
                                line.entity().get());
            }
        }
        return changes;
    }

    private static long step(
            Reader reader,
            Read read,
            NavigableMap<Long, EntityKey> changes,
            Map<String, Since> standing,
            List<Violation> violations) {
        Since before = read.cursor()
                .map(cursor ->
                        standing.getOrDefault(cursor, new Since(read.page().from(), Map.of())))
                .orElse(new Since(0, Map.of()));
        Map<EntityKey, Long> rows = new HashMap<>(before.rows());
        for (Place row : read.page().rows()) {
            rows.merge(row.entity(), row.position(), Math::max);
        }
        if (!read.page().checkpoint()) {
            standing.put(read.page().cursor(), new Since(before.from(), rows));
            return 0;
        }
        standing.put(read.page().cursor(), new Since(read.page().to(), Map.of()));
        if (read.page().to() <= before.from()) {
            return 0;
        }
        Map<EntityKey, Long> due = new HashMap<>();
        changes.subMap(before.from(), false, read.page().to(), true)
                .forEach((position, entity) -> due.put(entity, position));
        due.forEach((entity, position) -> {
            if (rows.getOrDefault(entity, 0L) < position) {
                violations.add(new Violation(
                        reader.device() + " in " + reader.scope() + ", " + entity.type() + " " + entity.id(),
                        "missed: its change at " + position + " is in no page up to the checkpoint at "
                                + read.page().to()));
            }
        });
        return due.size();
    }
}
