package io.tidemark.simulator.oracle;

import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.AcceptedEdit.Saved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands in a row or a conflict copy was written by an accepted edit, and stands there once. */
final class NothingInvented implements Rule {
    @Override
    public Finding check(Facts facts) {
        Set<Value> written = new HashSet<>();
        for (AcceptedEdit edit : facts.evidence().edits()) {
            if (edit instanceof Saved saved) {
                saved.wrote()
                        .forEach((field, json) -> written.add(Value.of(saved.scope(), saved.entity(), field, json)));
            }
        }
        Map<Value, ScopedEntity> places = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        facts.rows().forEach((entity, row) -> {
            if (row instanceof CanonicalRow.Live live) {
                live.fields().forEach((field, json) -> {
                    if (facts.isManual(entity.entity(), field)) {
                        look(Value.of(entity.scope(), entity.entity(), field, json), entity, written, places)
                                .ifPresent(violations::add);
                    }
                });
            }
        });
        return new Finding(
                "every value that stands somewhere was written by somebody, and stands once",
                places.size(),
                violations);
    }

    private static Optional<Violation> look(
            Value value, ScopedEntity entity, Set<Value> written, Map<Value, ScopedEntity> places) {
        ScopedEntity other = places.put(value, entity);
        if (!written.contains(value)) {
            return Optional.of(new Violation(entity + ", " + value, "nobody wrote this value there"));
        }
        if (other != null) {
            return Optional.of(new Violation(entity + ", " + value, "doubled: the same value also stands in " + other));
        }
        return Optional.empty();
    }
}
