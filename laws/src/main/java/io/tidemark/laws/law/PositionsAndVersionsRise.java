package io.tidemark.laws.law;

import io.tidemark.laws.history.Event;
import io.tidemark.laws.history.Notes;
import io.tidemark.laws.history.ServerChange;
import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.Span;
import io.tidemark.protocol.operation.EntityKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Each batch gives each row that it changed one new position, without a hole, and a version above the one before. */
final class PositionsAndVersionsRise implements Law {
    @Override
    public String promise() {
        return "positions have no hole and are never given twice; versions only rise";
    }

    @Override
    public String rules() {
        return "G5, BATCH-2, BATCH-3";
    }

    @Override
    public Finding check(Facts facts) {
        Finding.Search search = new Finding.Search();
        Map<EntityKey, EntityState> rows = new HashMap<>();
        long head = 0;
        for (Event event : facts.evidence().events()) {
            if (event instanceof Event.Changed(ServerChange.TombstonesDropped ignored)) {
                rows.values().removeIf(EntityState::deleted);
            }
            if (event instanceof Event.Merged batch) {
                Span span = Optional.ofNullable(batch.plan().spans().get(Notes.SCOPE))
                        .orElseThrow();
                List<Long> given = batch.plan().rows().values().stream()
                        .map(EntityState::position)
                        .sorted()
                        .toList();
                List<Long> expected = LongStream.rangeClosed(span.from() + 1, span.to())
                        .boxed()
                        .toList();
                long stands = head;
                search.examine(
                        span.from() == stands && given.equals(expected),
                        () -> "a batch at head %d covers %s and gives %s".formatted(stands, span, given));
                head = span.to();
                batch.plan().rows().forEach((key, row) -> rises(search, rows, key, row));
            }
        }
        return search.found();
    }

    private static void rises(Finding.Search search, Map<EntityKey, EntityState> rows, RowKey key, EntityState row) {
        EntityState before = rows.put(key.entity(), row);
        if (before != null) {
            search.examine(
                    row.version() > before.version() && row.incarnation() == before.incarnation(),
                    () -> "%s had version %d and now has %d"
                            .formatted(Names.of(key.entity()), before.version(), row.version()));
        }
    }
}
