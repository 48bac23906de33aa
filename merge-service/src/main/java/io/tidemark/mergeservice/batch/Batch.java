package io.tidemark.mergeservice.batch;

import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.lane.Ground;
import io.tidemark.mergeservice.store.Claim;
import io.tidemark.mergeservice.store.PoisonRecord;
import io.tidemark.protocol.outcome.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Records that are merged in one transaction.
 *
 * @param topicId of {@code tidemark.operations}
 * @param ground on which the positions were found
 * @param records partition by partition, each partition's in the order of the log
 * @param positions where each of these partitions is merged up to: what lies below was merged before (MS-5)
 * @param moving whether the positions move behind the records: not with a part of a record that others follow
 */
public record Batch(
        String topicId, Ground ground, List<Incoming> records, SortedMap<Integer, Long> positions, boolean moving) {
    public Batch {
        records = List.copyOf(records);
        positions = new TreeMap<>(positions);
    }

    public Batch(String topicId, Ground ground, List<Incoming> records, SortedMap<Integer, Long> positions) {
        this(topicId, ground, records, positions, true);
    }

    public List<Arrival> arrivals() {
        List<Arrival> arrivals = new ArrayList<>();
        pushes().forEach(push -> arrivals.addAll(push.arrivals()));
        return arrivals;
    }

    public List<Incoming.Push> pushes() {
        return records.stream()
                .filter(Incoming.Push.class::isInstance)
                .map(Incoming.Push.class::cast)
                .toList();
    }

    public List<PoisonRecord> poison() {
        return records.stream()
                .filter(Incoming.Poison.class::isInstance)
                .map(record -> ((Incoming.Poison) record).toKeep())
                .toList();
    }

    /** The offset after the last record, for each partition of the batch. */
    public SortedMap<Integer, Long> ends() {
        TreeMap<Integer, Long> ends = new TreeMap<>();
        records.forEach(
                each -> ends.merge(each.record().partition(), each.record().offset() + 1, Math::max));
        return ends;
    }

    /** Empty for a partition whose records were all merged before. One that does not move fences all the same (MS-1). */
    public List<Claim> claims() {
        return ends().entrySet().stream()
                .filter(end -> end.getValue() > position(end.getKey()))
                .map(end -> new Claim(
                        end.getKey(), position(end.getKey()), moving ? end.getValue() : position(end.getKey())))
                .sorted(Comparator.comparingInt(Claim::partition))
                .toList();
    }

    /** MS-5: merged before, so what the log knows of it is only published again. */
    public boolean isBehind(Incoming incoming) {
        return incoming.record().offset() < position(incoming.record().partition());
    }

    /** The same records, each in a batch of its own. */
    public List<Batch> singles() {
        return records.stream().map(this::only).toList();
    }

    /** The same records, each lane's in a batch of its own. */
    public List<Batch> lanes() {
        return ends().keySet().stream()
                .map(lane -> new Batch(
                        topicId,
                        ground,
                        records.stream()
                                .filter(each -> each.record().partition() == lane)
                                .toList(),
                        positions,
                        moving))
                .toList();
    }

    /** One record in parts: each operation that stands alone, each transaction. The position moves with the last. */
    public List<Batch> units() {
        List<Incoming> parts = records.stream()
                .flatMap(each -> each instanceof Incoming.Push push ? push.units().stream() : Stream.of(each))
                .toList();
        return IntStream.range(0, parts.size())
                .mapToObj(i ->
                        new Batch(topicId, ground, List.of(parts.get(i)), positions, moving && i == parts.size() - 1))
                .toList();
    }

    /** That record alone, as far as the positions have moved before it. */
    private Batch only(Incoming incoming) {
        TreeMap<Integer, Long> moved = new TreeMap<>(positions);
        int partition = incoming.record().partition();
        for (Incoming each : records) {
            if (each == incoming) {
                break;
            }
            if (each.record().partition() == partition) {
                moved.merge(partition, each.record().offset() + 1, Math::max);
            }
        }
        return new Batch(topicId, ground, List.of(incoming), moved, moving);
    }

    /** The same records, all of their operations refused. */
    public Batch refused(Reason reason) {
        List<Incoming> all = records.stream()
                .map(each -> each instanceof Incoming.Push push ? push.refused(reason) : each)
                .toList();
        return new Batch(topicId, ground, all, positions, moving);
    }

    /** The same records, as far as they hold no operations. */
    public Batch withoutPushes() {
        List<Incoming> rest = records.stream()
                .filter(each -> !(each instanceof Incoming.Push))
                .toList();
        return new Batch(topicId, ground, rest, positions, moving);
    }

    private long position(int partition) {
        Long position = positions.get(partition);
        if (position == null) {
            throw new IllegalStateException("partition " + partition + " has no position");
        }
        return position;
    }
}
