package io.tidemark.merge.batch;

import static io.tidemark.merge.batch.BatchFixture.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** BATCH-1: the same log gives the same rows, versions and outcomes, however it is cut. */
class BatchCutTest {
    @Test
    void endsTheSame_whenTheLogIsCutDifferently() {
        for (long seed = 1; seed <= 200; seed++) {
            // Given
            List<Arrival> log = aLog(new Random(seed));
            // When
            State whole = replay(log, log.size());
            State single = replay(log, 1);
            State pieces = replay(log, 1 + (int) (seed % 7));
            // Then
            assertThat(single).as("seed %d", seed).isEqualTo(whole);
            assertThat(pieces).as("seed %d", seed).isEqualTo(whole);
        }
    }

    private record Row(long version, boolean deleted, SortedMap<String, Json> fields) {}

    private record State(Map<RowKey, Row> rows, Map<OperationId, Outcome> outcomes, Map<DeviceKey, Mark> marks) {}

    /** Three devices that never pull: most of what they write conflicts, and some of it comes twice. */
    private static List<Arrival> aLog(Random random) {
        List<DeviceModel> devices =
                List.of(new DeviceModel(1, SCOPE), new DeviceModel(2, SCOPE), new DeviceModel(3, SCOPE));
        List<Arrival> log = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            DeviceModel device = devices.get(random.nextInt(devices.size()));
            EntityKey entity = new EntityKey("note", "n" + random.nextInt(3));
            if (device.screen(entity).isPresent() && random.nextInt(5) == 0) {
                device.delete(entity);
            } else {
                device.save(entity, new TreeMap<>(Map.of(random.nextBoolean() ? "title" : "body", Json.of("v" + i))));
            }
            log.add(device.queue.getLast());
            if (random.nextInt(4) == 0) {
                log.add(log.get(random.nextInt(log.size())));
            }
        }
        return log;
    }

    private static State replay(List<Arrival> log, int size) {
        ServerModel server = new ServerModel();
        log.forEach(arrival -> server.members.add(arrival.member()));
        for (int from = 0; from < log.size(); from += size) {
            server.merge(log.subList(from, Math.min(log.size(), from + size)));
        }
        Map<RowKey, Row> rows = new TreeMap<>();
        server.rows.forEach((key, row) -> rows.put(key, new Row(row.version(), row.deleted(), row.fields())));
        Map<OperationId, Outcome> outcomes = new TreeMap<>();
        server.log.forEach(
                (key, entry) -> outcomes.put(key.operation(), entry.outcome().at(OptionalLong.empty())));
        return new State(rows, outcomes, server.marks);
    }
}
