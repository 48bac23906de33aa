package io.tidemark.simulation.world;

import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulation.device.Departures;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.DeviceStore;
import io.tidemark.simulation.promise.Happening;
import io.tidemark.simulation.promise.Promises;
import io.tidemark.simulation.promise.Rest;
import io.tidemark.simulation.server.Database;
import io.tidemark.simulation.server.Feed;
import io.tidemark.simulation.server.Gateway;
import io.tidemark.simulation.server.Group;
import io.tidemark.simulation.server.Merger;
import io.tidemark.simulation.server.OperationsLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The parts of one world, and how they are put together. */
final class World {
    static final int LANES = 2;
    private static final List<String> SUBJECTS = List.of("alice", "bob", "carol");

    final Stage stage;
    final Parts parts;
    final Dice dice;
    final OperationsLog log = new OperationsLog(LANES);
    final Group group = new Group();
    final Database database;
    final List<Gateway> gateways = new ArrayList<>();
    final List<Merger> mergers = new ArrayList<>();
    final List<Device> devices = new ArrayList<>();
    final List<String> scopes;
    final TreeSet<MemberKey> members = new TreeSet<>();
    final Transit transit;
    final Feed feed;
    EntityTypes serverTypes;

    /** Then nobody can tell what is sent again in another place. */
    boolean isLogDropped;

    /** Dead letters that went again, each in another place of its chain. */
    final Set<OperationId> sentAgain = new HashSet<>();

    private long ids;
    private int names;

    World(long seed, Parts parts, boolean isTraceKept) {
        this.dice = Chance.of(seed, "world".hashCode());
        this.parts = parts;
        Timeline time = new Timeline();
        this.stage = new Stage(time, new Trace(time, isTraceKept), new Promises(), new Counts());
        this.serverTypes = dice.oneIn(2) ? Notes.FIRST : Notes.SECOND;
        this.database = parts.database(serverTypes, this::committed);
        this.feed = new Feed(database);
        this.scopes = dice.oneIn(2) ? List.of("s1") : List.of("s1", "s2");
        for (String name : List.of("gateway-1", "gateway-2")) {
            gateways.add(parts.gateway(stage, name, serverTypes, database, log, feed, this::wakeMergers));
        }
        for (String name : List.of("merge-1", "merge-2")) {
            mergers.add(
                    parts.merger(stage, name, database, log, group, this::published, Chance.of(seed, name.hashCode())));
        }
        this.transit = new Transit(stage, gateways, Chance.of(seed, "transit".hashCode()));
        for (int lane = 0; lane < LANES; lane++) {
            give(lane, lane);
        }
        addDevices(seed);
    }

    private void committed(Database.Commit commit) {
        commit.plan().log().forEach(entry -> stage.counts()
                .count("outcome " + entry.outcome().status().slug()));
        stage.promises().tell(new Happening.Committed(commit.arrivals(), commit.plan()));
    }

    private void addDevices(long seed) {
        int count = 1 + dice.upTo(3);
        int people = Math.min(count, dice.upTo(SUBJECTS.size()));
        for (String subject : SUBJECTS.subList(0, people)) {
            scopes.forEach(scope -> admit(new MemberKey(Notes.key(scope), subject)));
        }
        for (int i = 0; i < count; i++) {
            EntityTypes types = dice.oneIn(3) ? Notes.SECOND : Notes.FIRST;
            Device device = newDevice(SUBJECTS.get(i % people), types, Chance.of(seed, 1_000L + i));
            scopes.forEach(device.store()::follow);
            device.start();
        }
    }

    Device newDevice(String subject, EntityTypes types, Dice itsDice) {
        String name = "device-" + (devices.size() + 1);
        DeviceStore store = parts.store(types, () -> "d" + ++names, this::nextId, new Departures() {
            @Override
            public void left(String scope, io.tidemark.simulation.device.Entry entry, How how) {
                stage.promises().tell(new Happening.Left(name, scope, entry, how));
            }

            @Override
            public void renamed(OperationId before, OperationId after) {
                stage.promises().tell(new Happening.Renamed(name, before, after));
            }
        });
        Device device = parts.device(stage, name, subject, store, transit, itsDice);
        devices.add(device);
        return device;
    }

    OperationId nextId() {
        return new OperationId(new UUID(0x7000L, ++ids));
    }

    void admit(MemberKey member) {
        members.add(member);
        database.store().admit(member);
        stage.promises().tell(new Happening.Membership(member, true));
    }

    void revoke(MemberKey member) {
        members.remove(member);
        database.store().revoke(member);
        stage.promises().tell(new Happening.Membership(member, false));
    }

    /** To a member of the group, which begins to look for it. */
    void give(int lane, int number) {
        group.give(lane, number == 0 ? "merge-1" : "merge-2");
        mergers.get(number).assign(lane);
    }

    Optional<Integer> owner(int lane) {
        return group.owner(lane).map(name -> "merge-1".equals(name) ? 0 : 1);
    }

    void wakeMergers() {
        mergers.forEach(merger -> merger.wake(dice.upTo(60)));
    }

    private void published(int lane, long offset, List<io.tidemark.protocol.outcome.OperationResult> results) {
        gateways.forEach(gateway -> stage.time().in(dice.upTo(20), () -> gateway.published(lane, offset, results)));
    }

    /** Whether a dead letter is on its way again. */
    boolean isOneSentAgain() {
        return devices.stream()
                .flatMap(device -> scopes.stream().map(device.store()::rows))
                .flatMap(rows -> rows.queue.stream())
                .anyMatch(entry -> sentAgain.contains(entry.id()));
    }

    Rest rest() {
        List<Rest.DeviceScope> all = new ArrayList<>();
        for (Device device : devices) {
            for (String scope : scopes) {
                all.add(new Rest.DeviceScope(
                        device.name(),
                        Notes.key(scope),
                        device.store().rows(scope),
                        members.contains(new MemberKey(Notes.key(scope), device.subject())),
                        Notes.version(device.store().types())));
            }
        }
        return new Rest(database.store(), database.history(), all);
    }
}
