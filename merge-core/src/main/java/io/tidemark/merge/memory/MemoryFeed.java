package io.tidemark.merge.memory;

import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A scope's feed, page by page: a reader comes back with where he stands, and not with a cursor. */
public final class MemoryFeed {
    private final MemoryStore store;
    private final ScopeKey scope;

    public MemoryFeed(MemoryStore store, ScopeKey scope) {
        this.store = store;
        this.scope = scope;
    }

    /**
     * @param position the last one that the reader has, 0 at the start
     * @param start the head when the reader began from zero: tombstones up to there are no concern of a first sync
     */
    public record Place(long position, long start) {
        public static final Place ZERO = new Place(0, 0);
    }

    /**
     * @param next where the reader stands after this page
     * @param page its cursor is empty
     */
    public record Reading(Place next, ChangesPage page) {}

    /**
     * @param limit of rows, at least 1
     * @param reader whose mark comes with a checkpoint
     * @return empty if tombstones may be missing: the reader takes the feed from zero
     */
    public Optional<Reading> read(Place place, int limit, DeviceKey reader) {
        if (place.position() > 0 && Math.max(place.position(), place.start()) < store.tombstoneFloor(scope)) {
            return Optional.empty();
        }
        List<CanonicalRow> ahead = store.rows().entrySet().stream()
                .filter(row ->
                        row.getKey().scope().equals(scope) && row.getValue().position() > place.position())
                .map(row -> row.getValue().toRow())
                .sorted(Comparator.comparingLong(CanonicalRow::position))
                .toList();
        boolean checkpoint = ahead.size() <= limit;
        List<CanonicalRow> rows = checkpoint ? ahead : ahead.subList(0, limit);
        long head = store.head(scope);
        long to = checkpoint ? head : rows.getLast().position();
        OptionalLong mark = checkpoint ? OptionalLong.of(store.mark(reader).sequence()) : OptionalLong.empty();
        ChangesPage page = new ChangesPage(store.epoch(), place.position(), to, "", checkpoint, mark, rows);
        return Optional.of(new Reading(new Place(to, place.position() == 0 ? head : place.start()), page));
    }
}
