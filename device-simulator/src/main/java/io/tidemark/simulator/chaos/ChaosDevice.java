package io.tidemark.simulator.chaos;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.demo.Device;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.history.HistoryFile;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A device whose app can end and start again on the same database, and whose edits are taken down before and after.
 * Thread-safe: whoever asks while it starts, waits.
 */
final class ChaosDevice implements Device {
    private final Supplier<Device> opening;
    private final HistoryFile history;
    private final SkewedClock clock;
    private final AtomicReference<Mischief> mischief;
    private Device device;

    /** @param opening opens the app on its database; whether it is online is said to it afterwards */
    ChaosDevice(Supplier<Device> opening, HistoryFile history, SkewedClock clock, AtomicReference<Mischief> mischief) {
        this.opening = opening;
        this.history = history;
        this.clock = clock;
        this.mischief = mischief;
        this.device = opening.get();
    }

    synchronized void restart() {
        boolean online = device.isOnline();
        device.close();
        device = opening.get();
        device.setOnline(online);
    }

    SkewedClock clock() {
        return clock;
    }

    void suffer(Mischief from) {
        mischief.set(from);
    }

    @Override
    public synchronized String owner() {
        return device.owner();
    }

    @Override
    public synchronized List<String> scopes() {
        return device.scopes();
    }

    @Override
    public synchronized Optional<Screen> look(String scope, EntityKey entity) {
        return device.look(scope, entity);
    }

    @Override
    public synchronized List<Screen> lookAll(String scope, String type) {
        return device.lookAll(scope, type);
    }

    @Override
    public synchronized Optional<OperationId> save(
            String scope, EntityKey entity, Optional<Screen> shown, Map<String, Json> fields) {
        TreeMap<String, Json> saw = new TreeMap<>(shown.map(Screen::fields).orElseGet(TreeMap::new));
        // A field that already has its value is not part of the operation.
        TreeMap<String, Json> wrote = new TreeMap<>(fields);
        wrote.entrySet().removeAll(saw.entrySet());
        long call = history.newCall();
        history.note(at -> new Entry.Save(at, call, device.owner(), scope, entity, wrote, saw));
        return accepted(call, device.save(scope, entity, shown, fields));
    }

    @Override
    public synchronized Optional<OperationId> delete(String scope, Screen shown) {
        long call = history.newCall();
        history.note(at -> new Entry.Delete(at, call, device.owner(), scope, shown.entity(), shown.fields()));
        return accepted(call, device.delete(scope, shown));
    }

    private Optional<OperationId> accepted(long call, Optional<OperationId> operation) {
        history.note(at -> new Entry.Accepted(at, call, operation));
        return operation;
    }

    @Override
    public synchronized boolean isOnline() {
        return device.isOnline();
    }

    @Override
    public synchronized void setOnline(boolean online) {
        device.setOnline(online);
    }

    @Override
    public synchronized Queue queue() {
        return device.queue();
    }

    @Override
    public synchronized OperationId sentAs(String scope, OperationId saved) {
        return device.sentAs(scope, saved);
    }

    @Override
    public synchronized long position(String scope) {
        return device.position(scope);
    }

    @Override
    public synchronized DeviceCopy copy(String scope) {
        return device.copy(scope);
    }

    @Override
    public synchronized List<DeadLetter> deadLetters() {
        return device.deadLetters();
    }

    @Override
    public synchronized void close() {
        device.close();
    }
}
