package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Notes;
import io.tidemark.laws.history.ServerChange;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.admission.Transactions;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.ConflictOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The same log on an empty store, one operation or transaction at a time, gives the same outcomes, rows and versions.
 * Positions differ, as they are given for each batch; so do tags, and histories with tags are left out.
 */
final class SameLogSameRows implements Law {
    @Override
    public String promise() {
        return "the same log, cut otherwise, gives the same outcomes, rows and copies";
    }

    @Override
    public String rules() {
        return "G6, BATCH-1, MERGE-10";
    }

    private record Row(
            long version, boolean deleted, SortedMap<String, Json> fields, Optional<ConflictOrigin> conflict) {}

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        if (facts.decisions().stream().anyMatch(SameLogSameRows::isByTag)) {
            return search.found();
        }
        MemoryStore replay = new MemoryStore(Notes.TYPES, Notes.EPOCH);
        for (Event event : facts.evidence().events()) {
            switch (event) {
                case Event.Changed(ServerChange change) -> change.make(replay);
                case Event.Merged merged -> compare(search, merged, again(replay, merged.arrivals()));
                default -> {}
            }
        }
        Map<RowKey, Row> rows = rows(facts.evidence().rows());
        Map<RowKey, Row> again = rows(replay.rows());
        search.examine(rows.equals(again), () -> "the rows differ: %s".formatted(different(rows, again)));
        return search.found();
    }

    private static boolean isByTag(Decision decision) {
        return decision.operation().precondition() instanceof Precondition.Matches;
    }

    private static List<OperationResult> again(MemoryStore replay, List<Arrival> arrivals) {
        try {
            List<OperationResult> results = new ArrayList<>();
            for (List<Arrival> unit :
                    Transactions.units(arrivals, arrival -> arrival.submission().transaction())) {
                results.addAll(replay.merge(unit));
            }
            return results;
        } catch (InvalidShape torn) {
            throw new IllegalStateException("a batch holds whole transactions", torn);
        }
    }

    private static void compare(Finding.Search search, Event.Merged merged, List<OperationResult> again) {
        for (int i = 0; i < again.size(); i++) {
            Verdict first = withoutPosition(merged.plan().results().get(i).verdict());
            Verdict second = withoutPosition(again.get(i).verdict());
            OperationId id = again.get(i).operation();
            search.examine(first.equals(second), () -> "operation %s got %s, and %s from another cut"
                    .formatted(Names.of(id), first, second));
        }
    }

    private static Verdict withoutPosition(Verdict verdict) {
        return verdict instanceof Verdict.Final(Outcome outcome, boolean replayed)
                ? new Verdict.Final(outcome.at(OptionalLong.empty()), replayed)
                : verdict;
    }

    private static Map<RowKey, Row> rows(SortedMap<RowKey, EntityState> rows) {
        TreeMap<RowKey, Row> plain = new TreeMap<>();
        rows.forEach((key, row) -> plain.put(key, new Row(row.version(), row.deleted(), row.fields(), row.conflict())));
        return plain;
    }

    private static List<String> different(Map<RowKey, Row> rows, Map<RowKey, Row> again) {
        TreeMap<RowKey, Row> all = new TreeMap<>(rows);
        all.putAll(again);
        return all.keySet().stream()
                .filter(key -> !Optional.ofNullable(rows.get(key)).equals(Optional.ofNullable(again.get(key))))
                .map(key -> Names.of(key.entity()))
                .toList();
    }
}
