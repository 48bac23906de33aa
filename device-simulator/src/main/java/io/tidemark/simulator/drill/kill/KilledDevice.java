package io.tidemark.simulator.drill.kill;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.vault.KeyProvider;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.drill.ParentPipe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that the drill kills: a real agent, somebody who edits as fast as it can send, and a trap. It tells its
 * parent what it is about to do, what it was promised, and what it sends.
 */
final class KilledDevice {
    static final String SPRUNG = "sprung";
    static final String OPENED = "opened";
    static final String TRYING = "trying";
    static final String PROMISED = "promised";
    static final String SENDING = "sending";

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LONG_QUEUE = 150;
    private static final long MICROSECOND = 1_000;
    private static final int LONGEST_THOUGHT = 3_000;
    private static final long REST = 20_000;
    private static final int EDITS_BEFORE_CLOSING = 25;
    private static final int EDITS_BEFORE_WRITING_BACK = 25;
    private static final long LONGEST_WRITING_BACK = Duration.ofMillis(30).toNanos();

    private final ParentPipe parent;
    private final Orders orders;
    private final Trap trap;
    private final Random random;

    /**
     * @param nth at which time of passing the point the device is killed
     * @param author a name that is given once
     */
    record Orders(
            Path database,
            URI gateway,
            String token,
            String scope,
            String author,
            long seed,
            Optional<FailPoint> point,
            int nth) {
        Json write() {
            return Json.Obj.of(Map.of(
                    "database", Json.of(database.toString()),
                    "gateway", Json.of(gateway.toString()),
                    "token", Json.of(token),
                    "scope", Json.of(scope),
                    "author", Json.of(author),
                    "seed", Json.of(seed),
                    "point", Json.of(point.map(FailPoint::name).orElse("")),
                    "nth", Json.of(nth)));
        }

        static Orders read(Members members) throws InvalidShape {
            String point = members.string("point");
            return new Orders(
                    Path.of(members.string("database")),
                    URI.create(members.string("gateway")),
                    members.string("token"),
                    members.string("scope"),
                    members.string("author"),
                    members.integer("seed", 0),
                    point.isEmpty() ? Optional.empty() : Optional.of(FailPoint.valueOf(point)),
                    (int) members.integer("nth", 1));
        }
    }

    private KilledDevice(ParentPipe parent, Orders orders) {
        this.parent = parent;
        this.orders = orders;
        this.trap = new Trap(orders.point(), orders.nth(), point -> say(SPRUNG, Json.of(point.name())));
        this.random = new Random(orders.seed());
    }

    /** @param arguments the entity types' file */
    public static void main(String[] arguments) throws IOException, InvalidShape, SQLException {
        ParentPipe parent = new ParentPipe();
        EntityTypes types = EntityTypesFile.read(Path.of(arguments[0]));
        DriverManager.getConnection("jdbc:sqlite::memory:").close(); // what takes long is done before the orders come
        new KilledDevice(parent, Orders.read(parent.orders())).live(types);
    }

    private void live(EntityTypes types) throws IOException, SQLException {
        TrapDriver.install(trap);
        try (Relay relay = Relay.open(orders.gateway(), trap);
                TidemarkAgent agent = TidemarkAgent.open(config(types, relay))) {
            say(OPENED, Json.NULL);
            SyncedScope scope = agent.scope(orders.scope());
            Author author = new Author(
                    orders.author(), scope, random, new Notes(), () -> trap.pass(FailPoint.TRANSACTION_OPEN));
            for (int edits = 1; !isOver(edits); edits++) {
                author.act();
                trap.pass(FailPoint.SAVE_RETURNED);
                LockSupport.parkNanos(MICROSECOND * pause(scope));
            }
        }
    }

    private AgentConfig config(EntityTypes types, Relay relay) {
        HttpTransport way = new HttpTransport(relay.url(), this::token, REQUEST_LIMIT, types);
        return DrillDevice.config(orders.database(), types, orders.scope(), keys())
                .transport(new TrapTransport(way, trap, this::sending))
                .pollEvery(POLL)
                .build();
    }

    private String token() {
        trap.pass(FailPoint.TOKEN_ASKED);
        return orders.token();
    }

    private KeyProvider keys() {
        KeyProvider keys = DrillDevice.keys();
        return DrillDevice.keys(keys::currentKey, id -> {
            trap.pass(FailPoint.KEY_ASKED);
            return keys.key(id);
        });
    }

    private void sending(Push push) {
        List<Json> payloads = push.operations().stream()
                .map(operation -> operation instanceof Json.Obj members ? OperationCodec.payloadOf(members) : operation)
                .map(Json.class::cast)
                .toList();
        say(SENDING, new Json.Arr(payloads));
    }

    /** So that the queue neither runs dry nor grows without end. */
    private long pause(SyncedScope scope) {
        return scope.syncStatus().depth() > LONG_QUEUE ? REST : random.nextInt(LONGEST_THOUGHT);
    }

    /** Only where it is to be killed while it closes does it end by itself. */
    private boolean isOver(int edits) {
        if (edits == EDITS_BEFORE_WRITING_BACK && trap.isSetAt(FailPoint.LOG_WRITTEN_BACK)) {
            WriteBack.start(orders.database());
            long moment = random.nextLong(LONGEST_WRITING_BACK);
            Thread.ofVirtual().start(() -> {
                LockSupport.parkNanos(moment);
                trap.pass(FailPoint.LOG_WRITTEN_BACK);
            });
        }
        return edits > EDITS_BEFORE_CLOSING && trap.isSetAt(FailPoint.CLOSING);
    }

    private void say(String what, Json how) {
        parent.say(Json.Obj.of(Map.of(what, how)));
    }

    private final class Notes implements Diary {
        @Override
        public void trying(List<Intention> edits) {
            say(TRYING, new Json.Arr(edits.stream().map(Intention::write).toList()));
        }

        @Override
        public void promised(List<OperationId> operations) {
            say(
                    PROMISED,
                    Json.strings(operations.stream().map(OperationId::toString).toList()));
        }
    }
}
