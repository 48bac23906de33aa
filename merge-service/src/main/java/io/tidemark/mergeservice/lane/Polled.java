package io.tidemark.mergeservice.lane;

import io.tidemark.mergeservice.batch.Incoming;
import io.tidemark.mergeservice.batch.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What one poll brought, cut into groups of a size that one transaction can hold.
 *
 * @param groups partition by partition; a partition's records in the order of the log, over all groups
 * @param unknown for each lane that cannot go on, what stopped it; what comes after is left out
 */
record Polled(List<List<Incoming>> groups, Map<Integer, String> unknown) {
    static final int MOST_OPERATIONS = 1_000;
    static final int MOST_BYTES = 4 * 1024 * 1024;

    /** @param positions up to which each lane is merged: there, a record that cannot be read stops nobody (MS-6) */
    static Polled of(
            Iterable<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> positions, RecordReader reader) {
        List<List<Incoming>> groups = new ArrayList<>();
        Map<Integer, String> unknown = new TreeMap<>();
        List<Incoming> group = new ArrayList<>();
        int operations = 0;
        int bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (unknown.containsKey(record.partition())) {
                continue;
            }
            Incoming incoming = reader.read(record);
            boolean isNew = record.offset() >= positions.getOrDefault(record.partition(), 0L);
            if (isNew && incoming instanceof Incoming.Unknown(var ignored, String what)) {
                unknown.put(record.partition(), what);
                continue;
            }
            int more = incoming instanceof Incoming.Push push ? push.arrivals().size() : 1;
            int larger = Math.max(record.serializedValueSize(), 0);
            if (!group.isEmpty() && (operations + more > MOST_OPERATIONS || bytes + larger > MOST_BYTES)) {
                groups.add(group);
                group = new ArrayList<>();
                operations = 0;
                bytes = 0;
            }
            group.add(incoming);
            operations += more;
            bytes += larger;
        }
        if (!group.isEmpty()) {
            groups.add(group);
        }
        return new Polled(groups, unknown);
    }
}
