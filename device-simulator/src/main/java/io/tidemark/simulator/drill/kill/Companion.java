package io.tidemark.simulator.drill.kill;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.sync.Transport;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.simulator.demo.DeviceReading;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A device in this process, which nobody kills: the other one that writes the same notes, or the killed one in its last
 * life.
 */
final class Companion implements AutoCloseable {
    private static final int SHORTEST_THOUGHT_MS = 10;
    private static final int LONGEST_THOUGHT_MS = 50;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final String scopeName;
    private final Path database;
    private final Recording recording;
    private final TidemarkAgent agent;
    private final SyncedScope scope;

    private Companion(String name, String scopeName, Path database, Recording recording, TidemarkAgent agent) {
        this.name = name;
        this.scopeName = scopeName;
        this.database = database;
        this.recording = recording;
        this.agent = agent;
        this.scope = agent.scope(scopeName);
    }

    static Companion open(
            String name, String scope, Path database, EntityTypes types, Transport way, Recording recording) {
        Trap none = new Trap(Optional.empty(), 1, point -> {});
        AgentConfig config = DrillDevice.config(database, types, scope, DrillDevice.keys())
                .transport(new TrapTransport(way, none, push -> note(recording, push)))
                .pollEvery(POLL)
                .build();
        return new Companion(name, scope, database, recording, TidemarkAgent.open(config));
    }

    private static void note(Recording recording, Push push) {
        List<Json> payloads = push.operations().stream()
                .map(operation -> operation instanceof Json.Obj members ? OperationCodec.payloadOf(members) : operation)
                .map(Json.class::cast)
                .toList();
        try {
            recording.sending(payloads);
        } catch (InvalidShape e) {
            throw new IllegalStateException("an agent sends what is no operation", e);
        }
    }

    /** Edits until the stop is asked for. */
    void work(Random random, StopRequest stop) throws InterruptedException {
        Author author = new Author(name, scope, random, recording, () -> {});
        while (!stop.pause(
                Duration.ofMillis(SHORTEST_THOUGHT_MS + random.nextInt(LONGEST_THOUGHT_MS - SHORTEST_THOUGHT_MS)))) {
            author.act();
        }
    }

    String name() {
        return name;
    }

    Recording.History history() {
        return recording.history();
    }

    boolean isQuietAt(long head) {
        return scope.syncStatus().depth() == 0 && scope.syncStatus().position() == head;
    }

    int setAside() {
        return agent.recoveries().size();
    }

    DeviceCopy copy() {
        return DeviceReading.copy(name, scopeName, scope, database);
    }

    List<DeadLetter> deadLetters() {
        return DeviceReading.deadLetters(name, scopeName, scope);
    }

    @Override
    public void close() {
        agent.close();
    }
}
