package io.tidemark.simulation.world;

import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.sync.Event;
import io.tidemark.laws.history.Dice;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.Precondition;
import io.tidemark.simulation.device.Departures;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.DeviceStore;
import io.tidemark.simulation.device.Entry;
import io.tidemark.simulation.promise.Happening;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What may befall a single device: its link, its process, its disk, its app. */
final class DeviceMischief {
    private static final int MOST_DEVICES = 6;

    private static final Departures UNHEARD = new Departures() {
        @Override
        public void left(String scope, Entry entry, How how) {}

        @Override
        public void renamed(OperationId before, OperationId after) {}
    };

    private final World world;
    private final Stage stage;
    private final Map<Device, DeviceStore> backups = new HashMap<>();

    DeviceMischief(World world) {
        this.world = world;
        this.stage = world.stage;
    }

    void spoil(Device device, Dice dice) {
        Link link = world.transit.link(device.name());
        link.spoil(10 + dice.below(60));
        stage.time().in(dice.upTo(60_000), () -> link.spoil(0));
    }

    void kill(Device device, long away) {
        if (device.isRunning()) {
            device.kill();
        }
        stage.time().in(away, () -> start(device));
    }

    static void start(Device device) {
        if (!device.isRunning()) {
            device.start();
        }
    }

    private DeviceStore copy(Device device) {
        DeviceStore copy = new DeviceStore(device.store().types(), () -> "", world::nextId, UNHEARD);
        copy.copyFrom(device.store());
        return copy;
    }

    void rollBack(Device device, Dice dice) {
        DeviceStore before = backups.remove(device);
        if (before == null) {
            backups.put(device, copy(device));
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

    void cloned(Device device, Dice dice) {
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

    void upgraded(Device device, Dice dice) {
        if (Notes.version(device.store().types()) < Notes.version(Notes.SECOND)) {
            if (device.isRunning()) {
                device.kill();
            }
            device.store().upgrade(Notes.SECOND);
            backups.remove(device);
            stage.time().in(dice.upTo(1_000), () -> start(device));
        }
    }

    void flawed(Device device, Dice dice) {
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
}
