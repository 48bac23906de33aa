package io.tidemark.system.offline;

import io.tidemark.agent.AgentConfig;
import io.tidemark.agent.SyncedScope;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.store.Synchronous;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One person's device: a real agent with its SQLite file, on a bad network, and what its owner saved on it. */
final class Phone implements AutoCloseable {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final String owner;
    private final BadNetwork network;
    private final TidemarkAgent agent;
    private final SyncedScope scope;
    private final List<OperationId> saved = new ArrayList<>();
    private int markers;

    Phone(LocalStack stack, String tenant, String owner, String scope, Path folder) {
        this.owner = owner;
        String token = stack.tokens().issue(tenant, owner, Duration.ofHours(1));
        EntityTypes types = EntityTypesFile.read(Home.find().entityTypes());
        this.network =
                new BadNetwork(new HttpTransport(stack.gatewayUrl(), () -> token, Duration.ofSeconds(30), types));
        this.agent = TidemarkAgent.open(AgentConfig.builder()
                .database(folder.resolve(owner + ".db"))
                .entityTypes(types)
                .scope(scope)
                .transport(network)
                .synchronous(Synchronous.NORMAL)
                .pollEvery(Duration.ofMillis(500))
                .backOff(Duration.ofMillis(20), Duration.ofMillis(200))
                .build());
        this.scope = agent.scope(scope);
    }

    /** As it stands in conflict copies. */
    String author() {
        return owner + ":" + agent.deviceId();
    }

    BadNetwork network() {
        return network;
    }

    void setOnline(boolean online) {
        agent.setOnline(online);
    }

    OperationId save(String note, String field, String text) {
        return noted(scope.save("note", note, Map.of(field, Json.of(text))).orElseThrow());
    }

    void delete(VisibleRow row) {
        noted(scope.delete(row).orElseThrow());
    }

    private OperationId noted(OperationId operation) {
        saved.add(operation);
        return operation;
    }

    /** Every operation that the agent accepted, those of {@link #settle} too. */
    List<OperationId> saved() {
        return List.copyOf(saved);
    }

    /** Returns when all that was saved here is decided, and all that was decided before that has come back. */
    void settle() throws InterruptedException {
        markers++;
        OperationId marker = noted(scope.save("preference", owner, Map.of("value", Json.of(markers)))
                .orElseThrow());
        Whereabouts whereabouts = scope.awaitSynced(marker, LONG);
        if (whereabouts != Whereabouts.RETIRED) {
            throw new AssertionError("the last edit of " + owner + " is " + whereabouts + " after " + LONG.toSeconds()
                    + " s: " + scope.syncStatus());
        }
    }

    List<VisibleRow> copies() {
        return scope.conflictCopies();
    }

    /** What the screen shows of notes that are no conflict copies, by id. */
    Map<String, VisibleRow> notes() {
        Map<String, VisibleRow> notes = new TreeMap<>();
        for (VisibleRow row : scope.query("note")) {
            if (row.conflict().isEmpty()) {
                notes.put(row.entity().id(), row);
            }
        }
        return notes;
    }

    int deadLetters() {
        return scope.deadLetters().size();
    }

    @Override
    public void close() {
        agent.close();
    }
}
