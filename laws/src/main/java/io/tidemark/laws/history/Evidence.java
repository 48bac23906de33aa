package io.tidemark.laws.history;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.row.CanonicalRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a law may look at.
 *
 * @param events in the order in which they happened
 * @param rows of the server in the end, tombstones among them
 * @param ends of the devices
 */
public record Evidence(
        long seed,
        List<Event> events,
        SortedMap<RowKey, EntityState> rows,
        Map<DeviceKey, Mark> marks,
        List<DeviceEnd> ends) {

    /**
     * How a device ended.
     *
     * @param saved what was saved on it, or on the device that it was cloned from before that
     * @param answered operations whose outcome it knows
     * @param deadLetters those of them that were rejected
     * @param queued operations that never left its queue
     */
    public record DeviceEnd(
            String who,
            SortedMap<EntityKey, CanonicalRow.Live> view,
            Set<OperationId> saved,
            Set<OperationId> answered,
            Set<OperationId> deadLetters,
            List<OperationId> queued) {}

    /** The server's live rows in the end. */
    public SortedMap<EntityKey, CanonicalRow.Live> live() {
        return live(rows);
    }

    static SortedMap<EntityKey, CanonicalRow.Live> live(SortedMap<RowKey, EntityState> rows) {
        TreeMap<EntityKey, CanonicalRow.Live> live = new TreeMap<>();
        rows.values().forEach(row -> {
            if (row.toRow() instanceof CanonicalRow.Live shown) {
                live.put(shown.entity(), shown);
            }
        });
        return live;
    }

    public <E extends Event> List<E> all(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
