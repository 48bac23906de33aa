package io.tidemark.simulation.world;

import io.tidemark.agent.sync.WaitReason;
import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.MemberKey;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.server.Database;
import io.tidemark.simulation.server.Merger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes things go wrong, and right again. */
final class Mischief {
    private static final int HUNDRED = 100;
    private static final long DAY = 86_400_000;

    private final World world;
    private final Stage stage;
    private final DeviceMischief ofDevices;
    private final boolean isRestoring;
    private Optional<Database.Backup> backup = Optional.empty();
    private boolean isTailLost;

    /** @param faults that this world has */
    Mischief(World world, List<Fault> faults) {
        this.isRestoring = faults.contains(Fault.DATABASE_RESTORED);
        this.world = world;
        this.stage = world.stage;
        this.ofDevices = new DeviceMischief(world);
    }

    void befall(Fault fault, Dice dice) {
        Device device = dice.oneOf(world.devices);
        stage.trace().note("world", fault.name(), fault.isOfADevice() ? device.name() : "");
        stage.counts().count(fault.name());
        switch (fault) {
            case BAD_NETWORK -> ofDevices.spoil(device, dice);
            case PARTITION ->
                forAWhile(
                        dice, 40_000, isCut -> world.transit.link(device.name()).cut(isCut));
            case OFFLINE ->
                forAWhile(dice, 60_000, isAway -> device.hinder(isAway ? WaitReason.OFFLINE : WaitReason.NONE));
            case DEVICE_KILLED -> ofDevices.kill(device, dice.upTo(8_000));
            case DEVICE_KILLED_BETWEEN -> device.dieAfter(dice.below(6));
            case DEVICE_DISK_FULL -> forAWhile(dice, 10_000, device.store()::fill);
            case CLOCK_JUMP -> {
                device.jumpClock((dice.oneIn(2) ? DAY : -DAY) * dice.upTo(400));
                ofDevices.kill(device, dice.upTo(2_000));
            }
            case DEVICE_ROLLED_BACK -> ofDevices.rollBack(device, dice);
            case DEVICE_CLONED -> ofDevices.cloned(device, dice);
            case APP_UPGRADED -> ofDevices.upgraded(device, dice);
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
            case FLAWED_EDIT -> ofDevices.flawed(device, dice);
        }
    }

    private interface Switch {
        void set(boolean on);
    }

    private void forAWhile(Dice dice, int most, Switch trouble) {
        trouble.set(true);
        stage.time().in(dice.upTo(most), () -> trouble.set(false));
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
     * journals in other places of their chains, as a dead letter does that goes again; once the log is dropped, nobody can
     * tell what comes in another place.
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
        if (!isTailLost && !world.isOneSentAgain()) {
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
            DeviceMischief.start(device);
        }
        world.wakeMergers();
    }
}
