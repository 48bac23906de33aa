package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.merge.EntityState;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An immutable field keeps its value, unless the entity is deleted and somebody makes it anew. */
final class FirstValueStays implements Law {
    @Override
    public String promise() {
        return "an immutable field keeps its first value";
    }

    @Override
    public String rules() {
        return "MERGE-19";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Map<EntityKey, Json> first = new HashMap<>();
        for (int batch = 0; batch < facts.merged().size(); batch++) {
            Event.Merged merged = facts.merged().get(batch);
            Set<EntityKey> ended = ended(facts, batch);
            for (EntityState row : merged.plan().rows().values()) {
                Optional<Json> before = Optional.ofNullable(first.remove(row.key()));
                row.field("origin").ifPresent(value -> first.put(row.key(), value));
                if (before.isPresent() && row.conflict().isEmpty() && !ended.contains(row.key())) {
                    search.examine(row.field("origin").equals(before), () -> "origin of %s was %s and is %s"
                            .formatted(Names.of(row.key()), before, row.field("origin")));
                }
            }
        }
        return search.found();
    }

    private static Set<EntityKey> ended(Facts facts, int batch) {
        Set<EntityKey> ended = new HashSet<>();
        for (Decision decision : facts.decisions()) {
            boolean deletes = decision.operation() instanceof Operation.Delete && decision.is(Status.APPLIED);
            if (decision.batch() == batch && (deletes || beginsAnew(decision))) {
                ended.add(decision.entity());
            }
        }
        return ended;
    }

    private static boolean beginsAnew(Decision decision) {
        return decision.operation().basis() instanceof Basis.Nothing && decision.tookEffect();
    }
}
