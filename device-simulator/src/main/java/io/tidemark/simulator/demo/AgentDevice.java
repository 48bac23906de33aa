package io.tidemark.simulator.demo;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncStatus;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real device agent with a real SQLite file. */
public final class AgentDevice implements Device {
    private final String owner;
    private final List<String> scopes;
    private final Path database;
    private final TidemarkAgent agent;
    private volatile boolean online = true;

    public AgentDevice(String owner, List<String> scopes, Path database, AgentConfig config) {
        this.owner = owner;
        this.scopes = List.copyOf(scopes);
        this.database = database;
        this.agent = TidemarkAgent.open(config);
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public List<String> scopes() {
        return scopes;
    }

    @Override
    public Optional<Screen> look(String scope, EntityKey entity) {
        return agent.scope(scope).get(entity.type(), entity.id()).map(AgentDevice::screen);
    }

    @Override
    public List<Screen> lookAll(String scope, String type) {
        return agent.scope(scope).query(type).stream().map(AgentDevice::screen).toList();
    }

    private static Screen screen(VisibleRow row) {
        return new Screen(row.entity(), row.version(), row.fields(), row.conflict());
    }

    @Override
    public Optional<OperationId> save(
            String scope, EntityKey entity, Optional<Screen> shown, Map<String, Json> fields) {
        return agent.scope(scope).save(entity.type(), entity.id(), shown.map(AgentDevice::visible), fields);
    }

    @Override
    public Optional<OperationId> delete(String scope, Screen shown) {
        return agent.scope(scope).delete(visible(shown));
    }

    private static VisibleRow visible(Screen shown) {
        return new VisibleRow(shown.entity(), shown.version(), shown.fields(), shown.conflict(), false);
    }

    @Override
    public boolean isOnline() {
        return online;
    }

    @Override
    public void setOnline(boolean connected) {
        online = connected;
        agent.setOnline(connected);
    }

    @Override
    public Queue queue() {
        int depth = 0;
        int undecided = 0;
        Duration oldest = Duration.ZERO;
        for (String scope : scopes) {
            SyncStatus status = agent.scope(scope).syncStatus();
            depth += (int) status.depth();
            undecided += (int) status.undecided();
            Duration age = status.oldestPendingAge().orElse(Duration.ZERO);
            oldest = age.compareTo(oldest) > 0 ? age : oldest;
        }
        return new Queue(depth, undecided, oldest);
    }

    @Override
    public OperationId sentAs(String scope, OperationId saved) {
        return agent.scope(scope).sentAs(saved);
    }

    @Override
    public long position(String scope) {
        return agent.scope(scope).syncStatus().position();
    }

    @Override
    public DeviceCopy copy(String scope) {
        return DeviceReading.copy(owner, scope, agent.scope(scope), database);
    }

    @Override
    public List<DeadLetter> deadLetters() {
        List<DeadLetter> letters = new ArrayList<>();
        for (String scope : scopes) {
            letters.addAll(DeviceReading.deadLetters(owner, scope, agent.scope(scope)));
        }
        return letters;
    }

    @Override
    public void close() {
        agent.close();
    }
}
