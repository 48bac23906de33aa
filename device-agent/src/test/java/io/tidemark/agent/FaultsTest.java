package io.tidemark.agent;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.likes;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.protocol.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One fault at a time, on every second request, while a device edits: each edit adds one to a counter, and makes a card
 * that is named by the count. An edit that was lost or doubled shows in the count, one that flickered in the names.
 */
class FaultsTest {
    private static final int EDITS = 12;
    private static final String CARD = "the-card";

    private final ModelServer model = new ModelServer(CARDS, 50);
    private final AtomicReference<Fate> fault = new AtomicReference<>(Fate.ANSWERED);
    private final AtomicInteger requests = new AtomicInteger();
    private final ProtocolServer server =
            new ProtocolServer(model, () -> requests.incrementAndGet() % 2 == 0 ? fault.get() : Fate.ANSWERED);
    private final Path database;

    FaultsTest(@TempDir Path directory) {
        database = directory.resolve("agent.db");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TidemarkAgent open(UnaryOperator<AgentConfigBuilder> more) {
        return TidemarkAgent.open(
                more.apply(config(database, server).entityTypes(CARDS)).build());
    }

    private void edit(TidemarkAgent agent) {
        SyncedScope scope = agent.scope(SCOPE);
        long shown = scope.get("card", CARD).map(FaultsTest::likesOf).orElse(0L);
        scope.save("card", CARD, likes(shown + 1));
        scope.save("card", "c" + shown, title("card " + shown));
    }

    private static long likesOf(VisibleRow row) {
        return row.fields().get("likes") instanceof Json.Num number ? number.asLong() : 0;
    }

    private void assertNothingIsLostOrDoubled(TidemarkAgent agent, int edits) throws InterruptedException {
        assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
        assertThat(agent.scope(SCOPE).deadLetters()).isEmpty();
        assertThat(model.sentWithTwoPayloads()).isEmpty();
        Map<String, Map<String, Json>> rows = Fixture.live(model.canonical(SCOPE));
        assertThat(rows).hasSize(edits + 1);
        assertThat(rows.get(CARD)).isEqualTo(likes(edits));
        await(() -> Fixture.shown(agent.scope(SCOPE)).equals(rows));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ANSWERED", "BODY_TOO_LARGE"})
    void nothingIsLostOrDoubled_whenEverySecondRequestMeetsAFault(Fate fate) throws InterruptedException {
        fault.set(fate);
        try (TidemarkAgent agent = open(UnaryOperator.identity())) {
            for (int i = 0; i < EDITS; i++) {
                // Given
                edit(agent);

                // When
                int before = requests.get();
                await(() -> requests.get() > before + 1);
            }

            // Then
            assertNothingIsLostOrDoubled(agent, EDITS);
        }
    }

    @Test
    void nothingIsLostOrDoubled_whenAirplaneModeFlaps() throws InterruptedException {
        fault.set(Fate.ANSWER_LOST);
        try (TidemarkAgent agent = open(UnaryOperator.identity())) {
            for (int i = 0; i < EDITS; i++) {
                // Given
                agent.setOnline(false);
                edit(agent);

                // When
                int before = requests.get();
                agent.setOnline(true);
                await(() -> requests.get() > before);
            }

            // Then
            assertNothingIsLostOrDoubled(agent, EDITS);
        }
    }

    @Test
    void nothingIsLostOrDoubled_whenTheClockJumpsAYearForthAndBackBetweenRestarts() throws InterruptedException {
        AtomicReference<Instant> clock = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
        fault.set(Fate.ANSWER_LOST);
        for (int i = 0; i < EDITS; i++) {
            // Given
            try (TidemarkAgent agent = open(more -> more.clock(clock::get))) {
                edit(agent);
                int before = requests.get();
                await(() -> requests.get() > before);

                // When
                Duration year = Duration.ofDays(i % 2 == 0 ? 365 : -730);
                clock.updateAndGet(now -> now.plus(year));
                edit(agent);
            }
        }

        // Then
        try (TidemarkAgent agent = open(more -> more.clock(clock::get))) {
            assertNothingIsLostOrDoubled(agent, 2 * EDITS);
            assertThat(agent.scope(SCOPE).syncStatus().oldestPendingAge()).isEmpty();
        }
    }

    /** Until a restored server has answered, nobody knows which increments its rows hold: the count may flicker here. */
    @Test
    void nothingIsLostOrDoubled_whenTheEpochChangesUnderAFlood() throws InterruptedException {
        fault.set(Fate.DUPLICATED);
        try (TidemarkAgent agent = open(UnaryOperator.identity())) {
            SyncedScope scope = agent.scope(SCOPE);
            for (int i = 0; i < EDITS; i++) {
                // Given
                Optional<VisibleRow> shown = scope.get("card", CARD);
                scope.save(
                        "card",
                        CARD,
                        shown,
                        likes(shown.map(FaultsTest::likesOf).orElse(0L) + 1));
                scope.save("card", "c" + i, title("card " + i));

                // When
                if (i % 4 == 0) {
                    model.beginNewEpoch();
                }
            }

            // Then
            assertNothingIsLostOrDoubled(agent, EDITS);
        }
    }
}
