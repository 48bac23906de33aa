package io.tidemark.simulator.drill.queue;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.AgentConfigBuilder;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.simulator.drill.HeapUse;
import io.tidemark.simulator.drill.ParentPipe;
import io.tidemark.simulator.drill.TimedTransport;
import io.tidemark.simulator.statistics.Median;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The process with the long queue: saves all of it offline, opens the file anew, looks at the status, writes on, and
 * goes online until nothing is left. Tells its parent what each step took.
 */
final class LongQueueDevice {
    static final String SAVING = "saving";
    static final String SAVED = "saved";
    static final String OPENED = "opened";
    static final String WRITES = "writes";
    static final String DRAINING = "draining";
    static final String HEAP = "heap";
    static final String DRAINED = "drained";

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int TELL_EVERY = 50_000;
    private static final int STATUS_CALLS = 101;
    private static final int WARM_UP = 500;
    private static final int SAMPLES = 20;

    private final ParentPipe parent;
    private final EntityTypes types;
    private final Orders orders;
    private final Notes notes;

    /**
     * @param operations all together
     * @param measured of these, the last ones: saved one by one beside a device whose queue is empty
     */
    record Orders(Path folder, URI gateway, String token, String scope, int operations, int measured) {
        Json write() {
            return Json.Obj.of(Map.of(
                    "folder", Json.of(folder.toString()),
                    "gateway", Json.of(gateway.toString()),
                    "token", Json.of(token),
                    "scope", Json.of(scope),
                    "operations", Json.of(operations),
                    "measured", Json.of(measured)));
        }

        static Orders read(Members members) throws InvalidShape {
            return new Orders(
                    Path.of(members.string("folder")),
                    URI.create(members.string("gateway")),
                    members.string("token"),
                    members.string("scope"),
                    (int) members.integer("operations", 1),
                    (int) members.integer("measured", 1));
        }
    }

    private LongQueueDevice(ParentPipe parent, EntityTypes types, Orders orders) {
        this.parent = parent;
        this.types = types;
        this.orders = orders;
        this.notes = new Notes(orders.operations() - orders.measured());
    }

    /** @param arguments the entity types' file */
    public static void main(String[] arguments) throws IOException, InvalidShape, InterruptedException {
        ParentPipe parent = new ParentPipe();
        EntityTypes types = EntityTypesFile.read(Path.of(arguments[0]));
        new LongQueueDevice(parent, types, Orders.read(parent.orders())).live();
    }

    private void live() throws InterruptedException {
        fill();
        TimedTransport way =
                new TimedTransport(new HttpTransport(orders.gateway(), orders::token, REQUEST_LIMIT, types));
        long begun = System.nanoTime();
        try (TidemarkAgent agent =
                TidemarkAgent.open(config("device").transport(way).build())) {
            long opened = System.nanoTime() - begun;
            SyncedScope scope = agent.scope(orders.scope());
            look(scope, opened);
            writeOn(scope);
            drain(agent, scope, way);
        }
    }

    private void fill() {
        long begun = System.nanoTime();
        try (TidemarkAgent agent = TidemarkAgent.open(
                config("device").gateway(orders.gateway()).tokens(orders::token).build())) {
            SyncedScope scope = agent.scope(orders.scope());
            for (int i = 0; i < notes.size(); i++) {
                notes.save(scope, i);
                if (i > 0 && i % TELL_EVERY == 0) {
                    say(SAVING, Map.of("operations", (long) i));
                }
            }
        }
        say(SAVED, Map.of("operations", (long) notes.size(), "millis", millis(System.nanoTime() - begun)));
    }

    private void look(SyncedScope scope, long opened) {
        double[] calls = new double[STATUS_CALLS];
        long first = 0;
        for (int i = 0; i < STATUS_CALLS; i++) {
            long begun = System.nanoTime();
            long depth = scope.syncStatus().depth();
            calls[i] = System.nanoTime() - begun;
            first = i == 0 ? (long) calls[0] : first;
            if (depth != notes.size()) {
                throw new IllegalStateException("the status says " + depth + " and not " + notes.size());
            }
        }
        say(
                OPENED,
                Map.of(
                        "millis",
                        millis(opened),
                        "firstStatus",
                        first / 1_000,
                        "status",
                        (long) Median.of(calls) / 1_000));
    }

    /** By turns, so that both meet the same machine. */
    private void writeOn(SyncedScope scope) {
        try (TidemarkAgent agent = TidemarkAgent.open(
                config("beside").gateway(orders.gateway()).tokens(orders::token).build())) {
            SyncedScope beside = agent.scope(orders.scope());
            int warmUp = Math.min(WARM_UP, orders.measured() / 2);
            double[] withEmpty = new double[orders.measured() - warmUp];
            double[] withLong = new double[orders.measured() - warmUp];
            for (int i = 0; i < orders.measured(); i++) {
                double empty = time(beside, i);
                double filled = time(scope, i);
                if (i >= warmUp) {
                    withEmpty[i - warmUp] = empty;
                    withLong[i - warmUp] = filled;
                }
            }
            say(WRITES, Map.of("empty", (long) Median.of(withEmpty), "long", (long) Median.of(withLong)));
        }
    }

    private static double time(SyncedScope scope, int number) {
        long begun = System.nanoTime();
        scope.save("note", "later-" + number, Notes.fields("later", number));
        return System.nanoTime() - begun;
    }

    private void drain(TidemarkAgent agent, SyncedScope scope, TimedTransport way) throws InterruptedException {
        long all = scope.syncStatus().depth();
        long begun = System.nanoTime();
        agent.setOnline(true);
        long depth = all;
        for (int sample = 0; sample <= SAMPLES; sample++) {
            long due = all - all * sample / SAMPLES;
            while (depth > due) {
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
                depth = scope.syncStatus().depth();
            }
            say(HEAP, Map.of("depth", depth, "bytes", HeapUse.afterCollection()));
            say(DRAINING, Map.of("depth", depth, "millis", millis(System.nanoTime() - begun)));
        }
        TreeMap<String, Long> figures = new TreeMap<>(Map.of(
                "operations", all,
                "millis", millis(System.nanoTime() - begun),
                "pushes", way.pushes().requests(),
                "pushMillis", way.pushes().time().toMillis(),
                "pulls", way.pulls().requests(),
                "pullMillis", way.pulls().time().toMillis(),
                "deadLetters", (long) scope.deadLetters().size(),
                "position", scope.syncStatus().position(),
                "mostHeap", HeapUse.most()));
        say(DRAINED, figures);
    }

    private AgentConfigBuilder config(String name) {
        return AgentConfig.builder()
                .database(orders.folder().resolve(name + ".db"))
                .entityTypes(types)
                .scope(orders.scope())
                .synchronous(Synchronous.NORMAL)
                .online(false);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private void say(String what, Map<String, Long> figures) {
        TreeMap<String, Json> members = new TreeMap<>();
        figures.forEach((name, value) -> members.put(name, Json.of(value)));
        parent.say(Json.Obj.of(Map.of(what, new Json.Obj(members))));
    }
}
