package io.tidemark.simulation.device;

import io.tidemark.agent.store.Database;
import io.tidemark.agent.store.DatabaseSettings;
import io.tidemark.agent.store.DeadLetters;
import io.tidemark.agent.store.DeviceTime;
import io.tidemark.agent.store.Edits;
import io.tidemark.agent.store.Feed;
import io.tidemark.agent.store.IntegrityCheck;
import io.tidemark.agent.store.OperationQueue;
import io.tidemark.agent.store.Rows;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.agent.store.Waits;
import io.tidemark.agent.telemetry.TraceParents;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The agent's own store, over a file, put together as the agent does. */
final class RealStore implements AutoCloseable {
    final Path file;
    Edits edits;
    DeadLetters letters;
    OperationQueue queue;
    Feed feed;
    Rows rows;
    Waits waits;

    /** What the device's clock shows, in milliseconds. */
    long wall;

    private final Supplier<String> devices;
    private final Supplier<OperationId> ids;
    private Database database;

    RealStore(Path file, EntityTypes types, Supplier<String> devices, Supplier<OperationId> ids) {
        this.file = file;
        this.devices = devices;
        this.ids = ids;
        open(types);
    }

    /** A journal does not age in a world of some minutes; waits go by the clock that may jump. */
    private void open(EntityTypes types) {
        InstantSource still = () -> Instant.EPOCH;
        database = Database.open(new DatabaseSettings(
                file, types, Optional.empty(), Synchronous.NORMAL, IntegrityCheck.QUICK, Vault.OPEN, still));
        DeviceTime time = DeviceTime.open(database, still, still::millis);
        edits = new Edits(database, types, ids, time);
        letters = new DeadLetters(database, edits);
        queue = new OperationQueue(database, still, time, TraceParents.USUAL, devices, ids);
        feed = new Feed(database, still);
        rows = new Rows(database, types);
        waits = new Waits(database, () -> Instant.ofEpochMilli(wall));
    }

    /** The app is upgraded. */
    void reopen(EntityTypes newer) {
        database.close();
        open(newer);
    }

    @Override
    public void close() {
        database.close();
    }
}
