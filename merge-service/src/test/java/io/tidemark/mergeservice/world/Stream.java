package io.tidemark.mergeservice.world;

import io.tidemark.protocol.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Devices that push on and on, each into a scope of its own: every operation makes one entity, or writes the note
 * {@code chain} on from what it wrote there last. So the end can be told from the number of pushes alone.
 */
public final class Stream {
    private static final int CREATIONS = 4;

    private final World world;
    private final String tenant;
    private final List<Lab> devices = new ArrayList<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicInteger count = new AtomicInteger();

    public Stream(World world, String tenant, int scopes) {
        this.world = world;
        this.tenant = tenant;
        for (int i = 0; i < scopes; i++) {
            devices.add(Lab.member(world, tenant, "scope-" + i, "d1"));
        }
    }

    /** A push of every device, sent again now and then as a device does that has no answer. */
    public void round() {
        int rounds = count.get();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Lab device : devices) {
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < CREATIONS; i++) {
                operations.add(device.creation("n" + rounds + "-" + i, "x"));
            }
            operations.add(
                    rounds == 0
                            ? device.creation("chain", "0")
                            : device.edit("chain", Integer.toString(rounds - 1), Integer.toString(rounds)));
            ProducerRecord<byte[], byte[]> record = Lab.toRecord(device.push(operations.toArray(Operation[]::new)));
            records.add(record);
            if (rounds % 3 == 0) {
                records.add(record);
            }
        }
        Topic.send(world, records);
        count.incrementAndGet();
    }

    /** Rounds until {@link #stop}. */
    public CompletableFuture<Void> start(long everyMs) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!stopped.isDone()) {
                        round();
                        pause(everyMs);
                    }
                },
                // Not on the common pool: its threads keep the class loader of whoever came first.
                task -> new Thread(task, "stream").start());
    }

    private void pause(long ms) {
        try {
            stopped.get(ms, TimeUnit.MILLISECONDS);
        } catch (Exception onToTheNext) {
            // Time is up, or it is over: the loop looks.
        }
    }

    public void stop() {
        stopped.complete(null);
    }

    public long operations() {
        return (long) count.get() * devices.size() * (CREATIONS + 1);
    }

    public int rounds() {
        return count.get();
    }

    /** Scopes that do not hold exactly what was pushed, once, at dense positions. Each note stands once. */
    public List<String> wrong() {
        long rounds = count.get();
        return world.tables.rows("""
                select s.scope, s.position, count(e.*), count(*) filter (where e.id = 'chain' and e.version = ?),
                       count(*) filter (where e.conflict is not null)
                from scope s join entity e on e.tenant = s.tenant and e.scope = s.scope
                where s.tenant = ?
                group by s.scope, s.position
                having count(e.*) <> ?
                    or max(e.position) <> s.position
                    or count(*) filter (where e.id <> 'chain' and e.version <> 1) > 0
                    or count(*) filter (where e.id = 'chain' and e.version = ?) <> 1
                """, rounds, tenant, rounds * CREATIONS + 1, rounds);
    }
}
