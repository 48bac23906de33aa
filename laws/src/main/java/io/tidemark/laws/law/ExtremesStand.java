package io.tidemark.laws.law;

import io.tidemark.laws.history.Notes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Of a field declared max (min) that nobody deletes, the largest (smallest) value that took effect stands. */
final class ExtremesStand implements Law {
    @Override
    public String promise() {
        return "the largest value of a max field stands, and the smallest of a min field";
    }

    @Override
    public String rules() {
        return "MERGE-16";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        stands(search, facts, "best", Comparator.naturalOrder());
        stands(search, facts, "least", Comparator.reverseOrder());
        return search.found();
    }

    private static void stands(Finding.Search search, Facts facts, String field, Comparator<Double> order) {
        List<Double> values = new ArrayList<>();
        for (Decision decision : facts.decisions()) {
            if (decision.entity().equals(Notes.SCORE)
                    && decision.tookEffect()
                    && decision.operation() instanceof Operation.Upsert upsert
                    && upsert.fields().get(field) instanceof Json.Num(double value)) {
                values.add(value);
            }
        }
        Optional<Json> expected = values.stream().max(order).map(Json::of);
        Optional<Json> stands = Optional.ofNullable(facts.evidence().live().get(Notes.SCORE))
                .map(CanonicalRow.Live::fields)
                .map(fields -> fields.get(field));
        search.examine(stands.equals(expected), () -> "%s is %s, and should be %s".formatted(field, stands, expected));
    }
}
