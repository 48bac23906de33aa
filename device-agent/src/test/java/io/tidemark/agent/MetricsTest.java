package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.platform.Constraints;
import io.tidemark.agent.platform.RunLimits;
import io.tidemark.agent.platform.TestPlatform;
import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.sync.WaitReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Duration YEAR = Duration.ofDays(365);

    private final ModelServer model = new ModelServer(TYPES, 50);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final TestPlatform platform = new TestPlatform();
    private final Path directory;

    MetricsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TidemarkAgent open(String name, boolean online) {
        return TidemarkAgent.open(
                config(directory.resolve(name), server).online(online).build());
    }

    private TidemarkAgent driven() {
        return TidemarkAgent.open(config(directory.resolve("driven"), server)
                .clock(platform)
                .platform(platform.driven(Constraints.NONE))
                .build());
    }

    @Test
    void figuresAreEmpty_whenNothingHasHappened() {
        try (TidemarkAgent agent = open("one", false)) {
            // When
            SyncMetrics metrics = agent.metrics();

            // Then
            assertThat(metrics.queueDepth()).isZero();
            assertThat(metrics.oldestPendingAge()).isEmpty();
            assertThat(metrics.syncSuccessRate()).isEmpty();
            assertThat(metrics.p95SyncLatency()).isEmpty();
            assertThat(metrics.conflictRate()).isEmpty();
            assertThat(metrics.squashRatio()).isEmpty();
            assertThat(metrics.waiting()).containsExactly(Map.entry(SCOPE, WaitReason.OFFLINE));
        }
    }

    @Test
    void queueAndSquashedEditsAreCounted_whenOffline() {
        try (TidemarkAgent agent = open("one", false)) {
            // Given
            agent.scope(SCOPE).save("note", "n", title("one"));
            agent.scope(SCOPE).save("note", "n", title("two"));

            // When
            SyncMetrics metrics = agent.metrics();

            // Then
            assertThat(metrics.queueDepth()).isEqualTo(1);
            assertThat(metrics.oldestPendingAge()).isPresent();
            assertThat(metrics.squashRatio()).hasValue(0.5);
        }
    }

    @Test
    void conflictsAreCountedOverARestart_whenBothHaveWritten() throws InterruptedException {
        // Given
        try (TidemarkAgent one = open("one", true);
                TidemarkAgent other = open("other", true)) {
            one.scope(SCOPE).save("note", "n", title("Milk"));
            one.scope(SCOPE).awaitSynced(LONG);
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            other.setOnline(false);
            await(() -> !other.scope(SCOPE).syncStatus().online());
            one.scope(SCOPE).save("note", "n", title("Soy milk"));
            one.scope(SCOPE).awaitSynced(LONG);
            other.scope(SCOPE).save("note", "n", title("Oat milk"));

            // When
            other.setOnline(true);
            other.scope(SCOPE).awaitSynced(LONG);
        }

        // Then
        try (TidemarkAgent one = open("one", false);
                TidemarkAgent other = open("other", false)) {
            assertThat(one.metrics().conflictRate()).containsExactly(Map.entry("note", 0.0));
            assertThat(other.metrics().conflictRate()).containsExactly(Map.entry("note", 1.0));
            assertThat(other.metrics().p95SyncLatency()).isPresent();
            assertThat(other.metrics().syncSuccessRate()).hasValue(1.0);
        }
    }

    @Test
    void exhaustedAndUnansweredAreCounted_whenTheServerRefusesTheRequest() {
        fate.set(Fate.BODY_TOO_LARGE);
        try (TidemarkAgent agent = open("one", true)) {
            // Given
            agent.scope(SCOPE).save("note", "n", title("Milk"));

            // When
            await(() -> !agent.scope(SCOPE).deadLetters().isEmpty());

            // Then
            assertThat(agent.metrics().retryExhaustedCount()).isEqualTo(1);
            assertThat(agent.metrics().syncSuccessRate()).hasValue(0);
        }
    }

    @Test
    void agesAndLatenciesAreTrue_whenTheClockJumpsAYearForthAndBack() {
        for (Duration jump : new Duration[] {YEAR, YEAR.negated()}) {
            // Given: an edit, and a clock that is set while the agent runs
            try (TidemarkAgent agent = driven()) {
                agent.scope(SCOPE).save("note", "n" + jump, title("one"));
                platform.pass(Duration.ofSeconds(90));
                platform.turnWallClock(jump);
                assertThat(agent.metrics().oldestPendingAge()).hasValue(Duration.ofSeconds(90));
            }

            // When: another jump while it is closed
            platform.turnWallClock(jump);
            platform.restart();
            try (TidemarkAgent agent = driven()) {
                assertThat(agent.metrics().oldestPendingAge().orElseThrow()).isLessThan(Duration.ofSeconds(91));
                agent.run(RunLimits.of(LONG).patience(Duration.ZERO));

                // Then
                assertThat(agent.scope(SCOPE).syncStatus().depth()).isZero();
                assertThat(agent.metrics().p95SyncLatency().orElseThrow()).isLessThan(Duration.ofSeconds(110));
            }
        }
    }
}
