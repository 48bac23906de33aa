package io.tidemark.simulation.world;

import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.sync.Event;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.DeviceStore;
import io.tidemark.simulation.device.Entry;
import io.tidemark.simulation.promise.Happening;
import io.tidemark.simulation.server.Database;
import io.tidemark.simulation.server.Merger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes things go wrong, and right again. */
final class Mischief {
    private static final int MOST_DEVICES = 6;
    private static final int HUNDRED = 100;
    private static final long DAY = 86_400_000;

    private final World world;
    private final Stage stage;
    private final Map<Device, DeviceStore> deviceBackups = new HashMap<>();
    private final boolean isRestoring;
    private Optional<Database.Backup> backup = Optional.empty();
    private boolean isTailLost;

    /** @param faults that this world has */
    Mischief(World world, List<Fault> faults) {
        this.isRestoring = faults.contains(Fault.DATABASE_RESTORED);
        this.world = world;
        this.stage = world.stage;
    }

    void befall(Fault fault, Dice dice) {
        Device device = dice.oneOf(world.devices);
        stage.trace().note("world", fault.name(), fault.isOfADevice() ? device.name() : "");
        stage.counts().count(fault.name());
        switch (fault) {
            case BAD_NETWORK -> spoil(device, dice);
            case PARTITION ->
                forAWhile(
                        dice, 40_000, isCut -> world.transit.link(device.name()).cut(isCut));
            case OFFLINE ->
                forAWhile(dice, 60_000, isAway -> device.hinder(isAway ? WaitReason.OFFLINE : WaitReason.NONE));
            case DEVICE_KILLED -> kill(device, dice.upTo(8_000));
            case DEVICE_KILLED_BETWEEN -> device.dieAfter(dice.below(6));
            case DEVICE_DISK_FULL -> forAWhile(dice, 10_000, device.store()::fill);
            case CLOCK_JUMP -> {
                device.jumpClock((dice.oneIn(2) ? DAY : -DAY) * dice.upTo(400));
                kill(device, dice.upTo(2_000));
            }
            case DEVICE_ROLLED_BACK -> rollBack(device, dice);
            case DEVICE_CLONED -> cloned(device, dice);
            case APP_UPGRADED -> upgraded(device, dice);
            case SERVER_UPGRADED -> upgradeServer();
            case GATEWAY_KILLED -> dice.oneOf(world.gateways).restart();
            case GATEWAY_BUSY ->
                dice.oneOf(world.gateways).busyUntil = stage.time().now() + dice.upTo(20_000);
            case MERGE_KILLED -> dice.oneOf(world.mergers).dieAt(dice.oneOf(List.of(Merger.Point.values())));
            case REBALANCE -> rebalance(dice);
            case DATABASE_AWAY -> forAWhile(dice, 8_000, isAway -> world.database.isUp = !isAway);
            case COMMIT_IN_DOUBT -> world.database.leavesInDoubt = true;
            case DATABASE_RESTORED -> restore(dice);
            case LOG_AWAY -> forAWhile(dice, 8_000, isAway -> world.log.isUp = !isAway);
            case LOG_TAIL_LOST -> loseTail(dice);
            case LOG_RETENTION -> retention(dice);
            case POISON_RECORD -> {
                world.log.append(dice.below(World.LANES), Optional.empty());
                world.wakeMergers();
            }
            case OPERATION_LOG_DROPPED -> dropOperationLog();
            case TOMBSTONES_DROPPED -> world.database.store().dropTombstones();
            case MEMBERSHIP_REVOKED -> revoke(dice);
            case FLAWED_EDIT -> flawed(device, dice);
        }
    }

    private interface Switch {
        void set(boolean on);
    }

    private void forAWhile(Dice dice, int most, Switch trouble) {
        trouble.set(true);
        stage.time().in(dice.upTo(most), () -> trouble.set(false));
    }

    private void spoil(Device device, Dice dice) {
        Link link = world.transit.link(device.name());
        link.spoil(10 + dice.below(60));
        stage.time().in(dice.upTo(60_000), () -> link.spoil(0));
    }

    private void kill(Device device, long away) {
        if (device.isRunning()) {
            device.kill();
        }
        stage.time().in(away, () -> start(device));
    }

    private static void start(Device device) {
        if (!device.isRunning()) {
            device.start();
        }
    }

    private DeviceStore copy(Device device) {
        DeviceStore copy = new DeviceStore(device.store().types(), () -> "", world::nextId, Mischief.UNHEARD);
        copy.copyFrom(device.store());
        return copy;
    }

    private static final io.tidemark.simulation.device.Departures UNHEARD =
            new io.tidemark.simulation.device.Departures() {
                @Override
                public void left(String scope, Entry entry, How how) {}

                @Override
                public void renamed(OperationId before, OperationId after) {}
            };

    private void rollBack(Device device, Dice dice) {
        DeviceStore before = deviceBackups.remove(device);
        if (before == null) {
            deviceBackups.put(device, copy(device));
            return;
        }
        if (device.isRunning()) {
            device.kill();
        }
        Set<OperationId> lost = operations(device.store());
        lost.removeAll(operations(before));
        stage.counts().count("device went back in time");
        stage.trace().note(device.name(), "is as it was, without", List.copyOf(lost));
        device.store().copyFrom(before);
        stage.promises().tell(new Happening.RolledBack(device.name(), List.copyOf(lost)));
        stage.time().in(dice.upTo(3_000), () -> start(device));
    }

    private Set<OperationId> operations(DeviceStore store) {
        TreeSet<OperationId> all = new TreeSet<>();
        for (String scope : world.scopes) {
            store.rows(scope).queue.forEach(entry -> all.add(entry.id()));
            store.rows(scope).journal.forEach(entry -> all.add(entry.id()));
            store.rows(scope).letters.forEach(letter -> all.add(letter.entry().id()));
        }
        return all;
    }

    private void cloned(Device device, Dice dice) {
        if (world.devices.size() >= MOST_DEVICES) {
            return;
        }
        Device clone = world.newDevice(device.subject(), device.store().types(), new Dice(dice.below(1 << 30)));
        clone.store().copyFrom(device.store());
        stage.counts().count("device cloned");
        stage.trace().note(device.name(), "is cloned as", clone.name());
        stage.promises().tell(new Happening.Cloned(device.name(), clone.name()));
        clone.start();
    }

    private void upgraded(Device device, Dice dice) {
        if (Notes.version(device.store().types()) < Notes.version(Notes.SECOND)) {
            if (device.isRunning()) {
                device.kill();
            }
            device.store().upgrade(Notes.SECOND);
            deviceBackups.remove(device);
            stage.time().in(dice.upTo(1_000), () -> start(device));
        }
    }

    void upgradeServer() {
        world.serverTypes = Notes.SECOND;
        world.gateways.forEach(gateway -> gateway.upgrade(Notes.SECOND));
        world.database.upgrade(Notes.SECOND);
    }

    private void rebalance(Dice dice) {
        int lane = dice.below(World.LANES);
        int owner = world.owner(lane).orElse(0);
        Merger zombie = world.mergers.get(owner);
        world.give(lane, 1 - owner);
        stage.time().in(dice.upTo(4_000), () -> {
            if (!world.owner(lane).equals(Optional.of(owner))) {
                zombie.revoke(lane);
            }
        });
    }

    private void restore(Dice dice) {
        if (backup.isEmpty()) {
            backup = Optional.of(world.database.backup());
            return;
        }
        world.database.restore(backup.get());
        stage.trace().note("world", "the database is as it was");
        if (dice.oneIn(2)) {
            // Nobody finds lanes, and so nobody begins the new epoch: the gateways meet old data alone.
            forAWhile(dice, 8_000, isAway -> world.log.isUp = !isAway);
        }
        stage.counts().count("database restored");
        // The operator goes through what was revoked and granted since.
        for (String scope : world.scopes) {
            for (String subject : List.of("alice", "bob", "carol")) {
                MemberKey member = new MemberKey(Notes.key(scope), subject);
                if (world.members.contains(member)) {
                    world.database.store().admit(member);
                } else {
                    world.database.store().revoke(member);
                }
            }
        }
        world.wakeMergers();
    }

    /** Records are kept for as long as the oldest backup is; or else there is no backup any more. */
    private void retention(Dice dice) {
        int lane = dice.below(World.LANES);
        boolean isTooShort = dice.oneIn(4) && !isRestoring;
        long merged = backup.map(Database.Backup::positions)
                .orElseGet(world.database::positionsNow)
                .getOrDefault(lane, 0L);
        int dropped = world.log.dropBefore(lane, isTooShort ? world.log.end(lane) - dice.below(2) : merged);
        if (dropped > 0) {
            stage.counts().count(isTooShort ? "retention passed what was not merged" : "retention dropped records");
        }
        if (isTooShort) {
            world.mergers.forEach(Merger::findAnew);
        }
    }

    /**
     * Documented: a tail that was lost and has grown again may look like a restore, after which devices send their
     * journals in other places of their chains; once the log is dropped, nobody can tell what comes in another place.
     */
    private void loseTail(Dice dice) {
        if (!world.isLogDropped) {
            isTailLost = true;
            world.log.loseTail(dice.below(World.LANES), dice.upTo(3));
            backup = Optional.empty();
            world.mergers.forEach(Merger::findAnew);
        }
    }

    private void dropOperationLog() {
        if (!isTailLost) {
            world.isLogDropped = true;
            world.database.store().dropLog();
        }
    }

    private void revoke(Dice dice) {
        if (world.members.isEmpty()) {
            return;
        }
        MemberKey member = dice.oneOf(new ArrayList<>(world.members));
        world.revoke(member);
        if (dice.below(HUNDRED) < 80) {
            stage.time().in(dice.upTo(30_000), () -> world.admit(member));
        }
    }

    private void flawed(Device device, Dice dice) {
        if (!device.isRunning()) {
            return;
        }
        String scope = dice.oneOf(world.scopes);
        EntityKey entity = dice.oneOf(Notes.SHARED);
        Operation operation = new Operation.Upsert(
                world.nextId(),
                entity,
                1,
                new TreeMap<>(Map.of("colour", Json.of("red"))),
                new Basis.Nothing(),
                new Precondition.None());
        try {
            device.store().append(scope, operation, 0);
        } catch (StoreFailure full) {
            return;
        }
        stage.promises().tell(new Happening.Saved(device.name(), scope, operation, Optional.empty()));
        device.hear(scope, new Event.Saved());
    }

    /** All trouble is over. */
    void heal() {
        upgradeServer();
        world.database.isUp = true;
        world.log.isUp = true;
        world.gateways.forEach(gateway -> gateway.busyUntil = 0);
        for (Device device : world.devices) {
            device.store().fill(false);
            world.transit.link(device.name()).cut(false);
            world.transit.link(device.name()).spoil(0);
            device.hinder(WaitReason.NONE);
            start(device);
        }
        world.wakeMergers();
    }
}
