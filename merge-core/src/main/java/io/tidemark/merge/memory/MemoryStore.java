package io.tidemark.merge.memory;

import io.tidemark.merge.EntityState;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.BatchKeys;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.batch.DeviceKey;
import io.tidemark.merge.batch.Head;
import io.tidemark.merge.batch.LogEntry;
import io.tidemark.merge.batch.Mark;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.merge.batch.OperationKey;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.RowKey;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.batch.Snapshot;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.outcome.OperationResult;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rows, operation log, marks, heads and memberships of one server. For one thread. */
public final class MemoryStore {
    private final EntityTypes types;
    private final String epoch;
    private final Planning planning;
    private final TreeMap<RowKey, EntityState> rows = new TreeMap<>();
    private final Map<OperationKey, LogEntry> log = new LinkedHashMap<>();
    private final TreeMap<DeviceKey, Mark> marks = new TreeMap<>();
    private final Map<ScopeKey, Head> heads = new HashMap<>();
    private final Map<ScopeKey, Long> floors = new HashMap<>();
    private final Set<MemberKey> members = new HashSet<>();

    public MemoryStore(EntityTypes types, String epoch) {
        this(types, epoch, BatchMerge::plan);
    }

    public MemoryStore(EntityTypes types, String epoch, Planning planning) {
        this.types = types;
        this.epoch = epoch;
        this.planning = planning;
    }

    /** What a batch comes to, given what was read for it. */
    @FunctionalInterface
    public interface Planning {
        Plan plan(List<Arrival> arrivals, Snapshot snapshot, EntityTypes types);
    }

    /** The same data in another server: a backup, or what was restored from one, in the epoch that begins with it. */
    public MemoryStore copy(EntityTypes itsTypes, String itsEpoch) {
        MemoryStore copy = new MemoryStore(itsTypes, itsEpoch, planning);
        copy.rows.putAll(rows);
        copy.log.putAll(log);
        copy.marks.putAll(marks);
        copy.heads.putAll(heads);
        copy.floors.putAll(floors);
        copy.members.addAll(members);
        return copy;
    }

    public void admit(MemberKey member) {
        members.add(member);
    }

    public void revoke(MemberKey member) {
        members.remove(member);
    }

    /** A row that stands already, as other declarations than these may have left it; the head is at least there. */
    public void place(RowKey key, EntityState row) {
        rows.put(key, row);
        heads.merge(
                key.scope(),
                Head.NONE.at(row.position()),
                (known, placed) -> known.at(Math.max(known.position(), placed.position())));
    }

    /** One result for each arrival, in their order. */
    public List<OperationResult> merge(List<Arrival> arrivals) {
        return commit(arrivals).results();
    }

    /**
     * Reads what the batch needs, plans it, and writes the plan.
     *
     * @throws IllegalStateException if the plan writes a line of the log twice, or gives positions that do not begin at
     *     the head
     */
    public Plan commit(List<Arrival> arrivals) {
        MemoryReader reader = new MemoryReader(epoch, rows, log, marks, heads, members);
        Plan plan = planning.plan(arrivals, reader.read(BatchKeys.of(arrivals)), types);
        plan.rows().forEach(rows::put);
        plan.log().forEach(entry -> {
            if (log.put(entry.key(), entry) != null) {
                throw new IllegalStateException("logged twice: " + entry.key());
            }
        });
        plan.marks()
                .forEach((device, sequence) ->
                        marks.put(device, new Mark(sequence, mark(device).logFloor())));
        plan.spans().forEach((scope, span) -> {
            if (span.from() != head(scope)) {
                throw new IllegalStateException("a span that does not begin at the head: " + span);
            }
            heads.put(scope, heads.getOrDefault(scope, Head.NONE).at(span.to()));
        });
        return plan;
    }

    /** Retention of the log: what was decided is forgotten, up to where each device's chain stands. */
    public void dropLog() {
        log.clear();
        marks.replaceAll((device, mark) -> new Mark(mark.sequence(), mark.sequence()));
    }

    /** Retention of tombstones: all of them go, and readers that stand below the head may have missed one. */
    public void dropTombstones() {
        heads.forEach((scope, head) -> floors.put(scope, head.position()));
        rows.forEach((key, row) -> {
            if (row.deleted()) {
                heads.computeIfPresent(
                        key.scope(),
                        (scope, head) -> new Head(head.position(), Math.max(head.versionFloor(), row.version())));
            }
        });
        rows.values().removeIf(EntityState::deleted);
    }

    /** Every row, tombstones among them. */
    public SortedMap<RowKey, EntityState> rows() {
        return Collections.unmodifiableSortedMap(rows);
    }

    /** In the order in which they were decided. */
    public Collection<LogEntry> log() {
        return Collections.unmodifiableCollection(log.values());
    }

    public Optional<LogEntry> logged(OperationKey operation) {
        return Optional.ofNullable(log.get(operation));
    }

    public SortedMap<DeviceKey, Mark> marks() {
        return Collections.unmodifiableSortedMap(marks);
    }

    public Mark mark(DeviceKey device) {
        return marks.getOrDefault(device, Mark.NONE);
    }

    /** The scope's last position, 0 before the first. */
    public long head(ScopeKey scope) {
        return heads.getOrDefault(scope, Head.NONE).position();
    }

    /** Tombstones up to this position may be gone. */
    public long tombstoneFloor(ScopeKey scope) {
        return floors.getOrDefault(scope, 0L);
    }

    public boolean isMember(MemberKey member) {
        return members.contains(member);
    }

    public String epoch() {
        return epoch;
    }
}
