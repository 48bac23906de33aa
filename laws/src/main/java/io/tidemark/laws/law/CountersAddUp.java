package io.tidemark.laws.law;

import io.tidemark.laws.history.Notes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Change;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Optional;

/** A counter that nobody deletes is the sum of the increments that took effect. */
final class CountersAddUp implements Law {
    @Override
    public String promise() {
        return "a counter is the sum of its increments, each counted once";
    }

    @Override
    public String rules() {
        return "G2, G4, MERGE-17";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        for (EntityKey counter : List.of(Notes.TALLY, Notes.METER)) {
            long sum = sum(facts, counter);
            Optional<Json> stands = Optional.ofNullable(facts.evidence().live().get(counter))
                    .map(CanonicalRow.Live::fields)
                    .map(fields -> fields.get("likes"));
            search.examine(
                    stands.orElse(Json.of(0)).equals(Json.of(sum)),
                    () -> "%s is %s, and its increments add up to %d".formatted(Names.of(counter), stands, sum));
        }
        return search.found();
    }

    private static long sum(Facts facts, EntityKey counter) {
        long sum = 0;
        for (Decision decision : facts.decisions()) {
            if (decision.entity().equals(counter)
                    && decision.tookEffect()
                    && decision.operation() instanceof Operation.Upsert upsert
                    && upsert.changes().get("likes") instanceof Change.Increment(long by)) {
                sum += by;
            }
        }
        return sum;
    }
}
