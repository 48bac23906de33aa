package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.protocol.operation.OperationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an app is told when it asks after an edit. */
class WhereaboutsTest {
    private final ModelServer model = new ModelServer(TYPES, 3);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final Path database;

    WhereaboutsTest(@TempDir Path directory) {
        database = directory.resolve("agent.db");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TidemarkAgent agent(boolean online) {
        return TidemarkAgent.open(config(database, server).online(online).build());
    }

    private static OperationId save(TidemarkAgent agent) {
        return agent.scope(SCOPE).save("note", "n", title("Milk")).orElseThrow();
    }

    @Test
    void nobodySaysThatItIsOnTheServer_whenADeadLetterWasDiscarded() {
        fate.set(Fate.BODY_TOO_LARGE);
        try (TidemarkAgent agent = agent(true)) {
            // Given
            OperationId saved = save(agent);
            await(() -> agent.scope(SCOPE).whereabouts(saved) == Whereabouts.DEAD_LETTER);

            // When
            agent.scope(SCOPE).discard(saved);

            // Then
            assertThat(agent.scope(SCOPE).whereabouts(saved)).isEqualTo(Whereabouts.UNKNOWN);
        }
    }

    @Test
    void nobodySaysThatItIsOnTheServer_whenItNeverWasOnThisDevice() throws InterruptedException {
        try (TidemarkAgent agent = agent(true)) {
            // When
            Whereabouts found = agent.scope(SCOPE).awaitSynced(new OperationId(UUID.randomUUID()), LONG);

            // Then
            assertThat(found).isEqualTo(Whereabouts.UNKNOWN);
        }
    }

    @Test
    void waitingEnds_whenTheAgentIsClosed() throws InterruptedException, ExecutionException, TimeoutException {
        // Given
        TidemarkAgent agent = agent(false);
        OperationId saved = save(agent);
        SyncedScope scope = agent.scope(SCOPE);
        FutureTask<Whereabouts> one = new FutureTask<>(() -> scope.awaitSynced(saved, Duration.ofHours(1)));
        FutureTask<Boolean> all = new FutureTask<>(() -> scope.awaitSynced(Duration.ofHours(1)));
        CompletableFuture<Void> waiting =
                CompletableFuture.allOf(CompletableFuture.runAsync(one), CompletableFuture.runAsync(all));

        // When
        agent.close();

        // Then
        waiting.get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(one.resultNow()).isEqualTo(Whereabouts.QUEUED);
        assertThat(all.resultNow()).isFalse();
    }
}
