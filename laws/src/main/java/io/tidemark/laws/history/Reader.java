package io.tidemark.laws.history;

import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.memory.MemoryFeed;
import io.tidemark.merge.memory.MemoryFeed.Place;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The reading half of a device: pages are staged, and shown at a checkpoint. */
final class Reader {
    private final TreeMap<EntityKey, CanonicalRow.Live> view = new TreeMap<>();
    private final Map<EntityKey, Long> versions = new HashMap<>();
    private final TreeMap<EntityKey, CanonicalRow> staged = new TreeMap<>();
    private Place place = Place.ZERO;
    private boolean fromZero = true;

    /** What one request for a page came to. */
    sealed interface Step {
        /** The rest of the rows were shown. */
        record Shown(long position, long mark) implements Step {}

        record Staged(long from, long to) implements Step {}

        /** 410: tombstones may have been missed. */
        record Expired() implements Step {}
    }

    Reader copy() {
        Reader copy = new Reader();
        copy.view.putAll(view);
        copy.versions.putAll(versions);
        copy.staged.putAll(staged);
        copy.place = place;
        copy.fromZero = fromZero;
        return copy;
    }

    Step read(MemoryFeed feed, int limit, DeviceKey reader) {
        Optional<MemoryFeed.Reading> reading = feed.read(place, limit, reader);
        if (reading.isEmpty()) {
            place = Place.ZERO;
            fromZero = true;
            staged.clear();
            return new Step.Expired();
        }
        ChangesPage page = reading.get().page();
        page.rows().forEach(row -> staged.put(row.entity(), row));
        place = reading.get().next();
        if (!page.checkpoint()) {
            return new Step.Staged(page.from(), page.to());
        }
        show();
        return new Step.Shown(page.to(), page.mark().orElseThrow());
    }

    private void show() {
        if (fromZero) {
            view.clear();
            versions.clear();
            fromZero = false;
        }
        staged.forEach((entity, row) -> {
            versions.put(entity, row.version());
            if (row instanceof CanonicalRow.Live live) {
                view.put(entity, live);
            } else {
                view.remove(entity);
            }
        });
        staged.clear();
    }

    SortedMap<EntityKey, CanonicalRow.Live> view() {
        return new TreeMap<>(view);
    }

    Optional<SortedMap<String, Json>> fields(EntityKey entity) {
        return Optional.ofNullable(view.get(entity)).map(CanonicalRow.Live::fields);
    }

    /** Of the row beneath the screen, 0 for none. */
    long version(EntityKey entity) {
        return versions.getOrDefault(entity, 0L);
    }
}
