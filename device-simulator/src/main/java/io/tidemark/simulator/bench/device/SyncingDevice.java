package io.tidemark.simulator.bench.device;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.sync.Transport;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.drill.HeapUse;
import io.tidemark.simulator.drill.ParentPipe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The process that syncs for the first time: tells its parent of each page, and when it stands at the head. */
final class SyncingDevice {
    static final String PAGE = "page";
    static final String HEAP = "heap";
    static final String DONE = "done";

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final int PAGES_BETWEEN_SAMPLES = 20;

    /** @param head the position at which it ends */
    record Orders(Path database, URI gateway, String token, String scope, long head) {
        Json write() {
            return Json.Obj.of(Map.of(
                    "database", Json.of(database.toString()),
                    "gateway", Json.of(gateway.toString()),
                    "token", Json.of(token),
                    "scope", Json.of(scope),
                    "head", Json.of(head)));
        }

        static Orders read(Members members) throws InvalidShape {
            return new Orders(
                    Path.of(members.string("database")),
                    URI.create(members.string("gateway")),
                    members.string("token"),
                    members.string("scope"),
                    members.integer("head", 0));
        }
    }

    private SyncingDevice() {}

    /** @param arguments the entity types' file */
    public static void main(String[] arguments) throws IOException, InvalidShape, InterruptedException {
        ParentPipe parent = new ParentPipe();
        EntityTypes types = EntityTypesFile.read(Path.of(arguments[0]));
        Orders orders = Orders.read(parent.orders());
        HttpTransport way = new HttpTransport(orders.gateway(), orders::token, REQUEST_LIMIT, types);
        long begun = System.nanoTime();
        try (TidemarkAgent agent = TidemarkAgent.open(AgentConfig.builder()
                .database(orders.database())
                .entityTypes(types)
                .scope(orders.scope())
                .transport(new Noted(way, parent))
                .build())) {
            SyncedScope scope = agent.scope(orders.scope());
            while (scope.syncStatus().position() < orders.head()) {
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
            say(parent, HEAP, HeapUse.afterCollection());
            say(parent, DONE, millis);
        }
    }

    private static void say(ParentPipe parent, String what, long number) {
        parent.say(Json.Obj.of(Map.of(what, Json.of(number))));
    }

    private static final class Noted implements Transport {
        private final Transport way;
        private final ParentPipe parent;
        private int pages;

        Noted(Transport way, ParentPipe parent) {
            this.way = way;
            this.parent = parent;
        }

        @Override
        public PushReply push(String scope, Push push) {
            return way.push(scope, push);
        }

        @Override
        public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
            PullReply reply = way.pull(scope, cursor, device, limit, hold);
            if (reply instanceof PullReply.Page(var page, boolean ignored)) {
                parent.say(Json.Obj.of(Map.of(
                        PAGE,
                        Json.Obj.of(Map.of(
                                "from", Json.of(page.from()),
                                "rows", Json.of(page.rows().size()))))));
                if (pages++ % PAGES_BETWEEN_SAMPLES == 0) {
                    say(parent, HEAP, HeapUse.afterCollection());
                }
            }
            return reply;
        }

        @Override
        public AskReply ask(String scope, List<OperationId> operations) {
            return way.ask(scope, operations);
        }
    }
}
