package io.tidemark.mergeservice.world;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.protocol.operation.SeenValue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A measurement, to be run by hand ({@code -Dtest=MergeSpeed}; no build runs it by itself): 20,000 operations of 50 devices from Kafka into the store and back, in pushes of 50,
 * a quarter of them into one shared scope, three eighths of them updates; first once to warm up, then three times.
 */
class MergeSpeed {
    private static final int DEVICES = 50;
    private static final int PUSHES = 8;
    private static final int PUSH = 50;
    private static final String BODY = "lorem ipsum ".repeat(34).substring(0, 400);

    private final World world = World.shared();
    private final Map<String, Json> bodies = new HashMap<>();

    @Test
    void measures() {
        for (int run = 0; run < 4; run++) {
            run();
        }
    }

    private void run() {
        String tenant = Lab.aTenant();
        long operations = (long) DEVICES * PUSHES * PUSH;
        Topic.send(world, pushes(tenant));
        double process = cpu();
        double postgres = world.stack.cpuSeconds("postgresql");
        double kafka = world.stack.cpuSeconds("kafka");
        long begin = System.nanoTime();
        try (RunningLoop loop = RunningLoop.start(world)) {
            Awaitility.await()
                    .atMost(RunningLoop.LIMIT)
                    .pollInterval(java.time.Duration.ofMillis(100))
                    .until(() -> world.tables.logged(tenant) >= operations);
            double seconds = (System.nanoTime() - begin) / 1e9;
            var batch = loop.registry.get("tidemark.merge.batch").timer();
            System.out.printf(
                    "%d operations: %.1f s, %.0f/s; in batches %.2f s (%d, max %.0f ms); CPU ms/1000: service %.0f,"
                            + " postgresql %.0f, kafka %.0f%n",
                    operations,
                    seconds,
                    operations / seconds,
                    batch.totalTime(java.util.concurrent.TimeUnit.SECONDS),
                    batch.count(),
                    batch.max(java.util.concurrent.TimeUnit.MILLISECONDS),
                    (cpu() - process) * 1e6 / operations,
                    (world.stack.cpuSeconds("postgresql") - postgres) * 1e6 / operations,
                    (world.stack.cpuSeconds("kafka") - kafka) * 1e6 / operations);
        }
    }

    private List<ProducerRecord<byte[], byte[]>> pushes(String tenant) {
        List<ProducerRecord<byte[], byte[]>> pushes = new ArrayList<>();
        for (int d = 0; d < DEVICES; d++) {
            Lab own = Lab.member(world, tenant, "own-" + d, "d" + d);
            Lab shared = Lab.member(world, tenant, "shared", "d" + d);
            for (int p = 0; p < PUSHES; p++) {
                Lab lab = p % 4 == 0 ? shared : own;
                Operation[] operations = new Operation[PUSH];
                for (int i = 0; i < PUSH; i++) {
                    operations[i] =
                            write(lab, d, i % 8 < 3 ? "updated-" + d + "-" + i : "new-" + d + "-" + p + "-" + i);
                }
                pushes.add(Lab.toRecord(lab.push(operations)));
            }
        }
        return pushes;
    }

    /** What an entity holds already is what its author has seen. */
    private Operation write(Lab lab, int device, String entity) {
        Json title = Json.of("A title of forty bytes, more or less.....");
        Json body = Json.of(UUID.randomUUID() + BODY);
        Json before = bodies.put(lab.tenant + lab.scope + device + entity, body);
        return new Operation.Upsert(
                new OperationId(UUID.randomUUID()),
                new EntityKey("note", entity),
                1,
                new TreeMap<>(Map.of("title", title, "body", body)),
                before == null
                        ? new Basis.Nothing()
                        : Basis.Seen.of(Map.of(
                                "title",
                                new SeenValue.Value(title),
                                "body",
                                new SeenValue.Hashed(ContentHash.of(before)))),
                new Precondition.None());
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }
}
