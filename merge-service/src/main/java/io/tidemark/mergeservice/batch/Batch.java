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

/**
 * Records that are merged in one transaction.
 *
 * @param topicId of {@code tidemark.operations}
 * @param ground on which the positions were found
 * @param records partition by partition, each partition's in the order of the log
 * @param positions where each of these partitions is merged up to: what lies below was merged before (MS-5)
 */
public record Batch(String topicId, Ground ground, List<Incoming> records, SortedMap<Integer, Long> positions) {
    public Batch {
        records = List.copyOf(records);
        positions = new TreeMap<>(positions);
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

    /** Empty for a partition whose records were all merged before. */
    public List<Claim> claims() {
        return ends().entrySet().stream()
                .map(end -> new Claim(end.getKey(), position(end.getKey()), end.getValue()))
                .filter(claim -> claim.next() > claim.expected())
                .sorted(Comparator.comparingInt(Claim::partition))
                .toList();
    }

    /** MS-5: merged before, so what the log knows of it is only published again. */
    public boolean isBehind(Incoming incoming) {
        return incoming.record().offset() < position(incoming.record().partition());
    }

    /** The same records, each in a batch of its own, as far as the positions move with them. */
    public Batch only(Incoming incoming) {
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
        return new Batch(topicId, ground, List.of(incoming), moved);
    }

    /** The same records, all of their operations refused. */
    public Batch refused(Reason reason) {
        List<Incoming> all = records.stream()
                .map(each -> each instanceof Incoming.Push push ? push.refused(reason) : each)
                .toList();
        return new Batch(topicId, ground, all, positions);
    }

    /** The same records, as far as they hold no operations. */
    public Batch withoutPushes() {
        List<Incoming> rest = records.stream()
                .filter(each -> !(each instanceof Incoming.Push))
                .toList();
        return new Batch(topicId, ground, rest, positions);
    }

    private long position(int partition) {
        Long position = positions.get(partition);
        if (position == null) {
            throw new IllegalStateException("partition " + partition + " has no position");
        }
        return position;
    }
}
