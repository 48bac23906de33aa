package io.tidemark.simulator.oracle;

import io.tidemark.protocol.entity.MergePolicy;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.AcceptedEdit.Deleted;
import io.tidemark.simulator.oracle.AcceptedEdit.Saved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A field declared {@code last-writer} holds what the operation with the highest version wrote. Rows that were ever
 * deleted, and fields whose writer ended in a conflict copy, are left out: there the version does not tell the field.
 */
final class LastWriterStands implements Rule {
    private record Place(ScopedEntity entity, String field) {}

    private record Write(long version, Json json) {}

    @Override
    public Finding check(Facts facts) {
        Set<ScopedEntity> deleted = new HashSet<>();
        Set<Place> unclear = new HashSet<>();
        Map<Place, Write> last = new HashMap<>();
        for (AcceptedEdit edit : facts.evidence().edits()) {
            ScopedEntity entity = new ScopedEntity(edit.scope(), edit.entity());
            switch (edit) {
                case Deleted ignored -> deleted.add(entity);
                case Saved saved -> collect(saved, entity, facts, unclear, last);
            }
        }
        long examined = 0;
        List<Violation> violations = new ArrayList<>();
        for (Map.Entry<Place, Write> entry : last.entrySet()) {
            Place place = entry.getKey();
            if (!unclear.contains(place)
                    && !deleted.contains(place.entity())
                    && facts.rows().get(place.entity()) instanceof CanonicalRow.Live row) {
                examined++;
                if (!entry.getValue().json().equals(row.fields().get(place.field()))) {
                    violations.add(new Violation(
                            place.entity() + ", " + place.field(),
                            "it does not hold the value that was written last, by version "
                                    + entry.getValue().version()));
                }
            }
        }
        return new Finding("where the last writer was declared to win, the last writer won", examined, violations);
    }

    private static void collect(
            Saved saved, ScopedEntity entity, Facts facts, Set<Place> unclear, Map<Place, Write> last) {
        saved.wrote().forEach((field, json) -> {
            if (facts.policy(saved.entity(), field) == MergePolicy.LAST_WRITER) {
                Place place = new Place(entity, field);
                Outcome outcome = facts.outcome(saved.operation()).orElse(null);
                if (outcome == null || outcome.status() == Status.CONFLICT) {
                    unclear.add(place);
                } else if (outcome.version().isPresent()) {
                    last.merge(
                            place,
                            new Write(outcome.version().getAsLong(), json),
                            (a, b) -> a.version() > b.version() ? a : b);
                }
            }
        });
    }
}
