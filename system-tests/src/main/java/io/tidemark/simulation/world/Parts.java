package io.tidemark.simulation.world;

import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.BatchMerge;
import io.tidemark.merge.memory.MemoryStore;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulation.device.Departures;
import io.tidemark.simulation.device.Device;
import io.tidemark.simulation.device.DeviceStore;
import io.tidemark.simulation.server.Database;
import io.tidemark.simulation.server.Feed;
import io.tidemark.simulation.server.Gateway;
import io.tidemark.simulation.server.Group;
import io.tidemark.simulation.server.Merger;
import io.tidemark.simulation.server.OperationsLog;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a world is made of. A mutant makes one part of it otherwise. */
public class Parts {
    public DeviceStore store(
            EntityTypes types, Supplier<String> deviceIds, Supplier<OperationId> ids, Departures departures) {
        return new DeviceStore(types, deviceIds, ids, departures);
    }

    public Device device(
            Stage stage, String name, String subject, DeviceStore store, Device.Requests requests, Dice dice) {
        return new Device(stage, name, subject, store, requests, dice);
    }

    public Gateway gateway(
            Stage stage,
            String name,
            EntityTypes types,
            Database database,
            OperationsLog log,
            Feed feed,
            Runnable appended) {
        return new Gateway(stage, name, types, database, log, feed, appended);
    }

    public Merger merger(
            Stage stage,
            String name,
            Database database,
            OperationsLog log,
            Group group,
            Merger.Listener listener,
            Dice dice) {
        return new Merger(stage, name, database, log, group, listener, dice);
    }

    public Database database(EntityTypes types, Consumer<Database.Commit> listener) {
        return new Database(types, planning(), listener);
    }

    public MemoryStore.Planning planning() {
        return BatchMerge::plan;
    }
}
