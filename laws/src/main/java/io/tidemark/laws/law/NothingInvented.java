package io.tidemark.laws.law;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** No row holds what nobody wrote, nor what was rejected. */
final class NothingInvented implements Law {
    @Override
    public String promise() {
        return "no row holds what nobody wrote, or what was rejected";
    }

    @Override
    public String rules() {
        return "G2, G8, ADMIT-7, -8, TX-2";
    }

    private record Value(String field, String unit) {}

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Set<Value> written = new HashSet<>();
        for (Decision decision : facts.decisions()) {
            if (decision.operation() instanceof Operation.Upsert upsert && !decision.is(Status.REJECTED)) {
                upsert.fields().forEach((field, value) -> Units.of(field, value)
                        .forEach(unit -> written.add(new Value(field, unit))));
            }
        }
        for (CanonicalRow.Live row : facts.evidence().live().values()) {
            for (Map.Entry<String, Json> field : row.fields().entrySet()) {
                if (!"tags".equals(field.getKey())) {
                    for (String unit : Units.of(field.getKey(), field.getValue())) {
                        search.examine(
                                written.contains(new Value(field.getKey(), unit)),
                                () -> "%s of %s holds '%s', which no operation that took effect wrote"
                                        .formatted(field.getKey(), Names.of(row.entity()), unit));
                    }
                }
            }
        }
        return search.found();
    }
}
