package io.tidemark.laws.law;

import io.tidemark.merge.EntityState;
import io.tidemark.protocol.operation.Operation;
import java.util.Objects;

/** No copy is made of a value that the row holds; transactions apart, which keep all that they wanted. */
final class EqualNeverConflicts implements Law {
    @Override
    public String promise() {
        return "equal values never conflict";
    }

    @Override
    public String rules() {
        return "MERGE-3";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        for (Decision decision : facts.decisions()) {
            if (decision.operation() instanceof Operation.Upsert upsert) {
                for (EntityState row :
                        facts.merged().get(decision.batch()).plan().rows().values()) {
                    row.conflict()
                            .filter(origin -> origin.operation().equals(decision.id())
                                    && origin.transaction().isEmpty())
                            .ifPresent(origin -> upsert.fields().keySet().stream()
                                    .filter(field -> origin.theirs().containsKey(field))
                                    .forEach(field -> search.examine(
                                            !Objects.equals(
                                                    origin.theirs().get(field),
                                                    upsert.fields().get(field)),
                                            () -> "%s of %s: %s wrote the very value that stood there, and got a copy"
                                                    .formatted(field, Names.of(upsert.entity()), decision))));
                }
            }
        }
        return search.found();
    }
}
