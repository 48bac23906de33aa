package io.tidemark.agent.platform;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.AgentConfigBuilder;
import io.tidemark.agent.TidemarkAgent;
import io.tidemark.agent.platform.RunReport.Ending;
import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.sync.WaitReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Agents that work only inside of the runs that a platform starts, by a test's own clock. */
class DrivenTest {
    private static final RunLimits RUN = RunLimits.of(LONG).patience(Duration.ZERO);

    private final TestPlatform platform = new TestPlatform();
    private final ModelServer model = new ModelServer(TYPES, 3);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final Path database;

    DrivenTest(@TempDir Path directory) {
        database = directory.resolve("agent.db");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AgentConfigBuilder driven(Constraints constraints) {
        return config(database, server)
                .clock(platform)
                .backOff(Duration.ofSeconds(10), Duration.ofSeconds(60))
                .platform(platform.driven(constraints));
    }

    private TidemarkAgent open() {
        return TidemarkAgent.open(driven(Constraints.NONE).build());
    }

    private static void save(TidemarkAgent agent, int notes) {
        IntStream.range(0, notes).forEach(i -> agent.scope(SCOPE).save("note", "n" + i, title("note " + i)));
    }

    @Test
    void runIsAskedForOnceAndDrainsTheQueue_whenSeveralEditsWereSaved() {
        try (TidemarkAgent agent = open()) {
            // Given
            save(agent, 3);
            assertThat(platform.heard()).containsExactly(Optional.of(Duration.ZERO));
            assertThat(server.pushes()).isZero();

            // When
            RunReport report = agent.run(RUN);

            // Then
            assertThat(report).isEqualTo(new RunReport(Ending.IDLE, 3, WaitReason.NONE, Optional.empty()));
            assertThat(report.isDrained()).isTrue();
            assertThat(platform.heard()).containsExactly(Optional.empty());
            assertThat(agent.scope(SCOPE).syncStatus().depth()).isZero();
            assertThat(model.canonical(SCOPE)).hasSize(3);
        }
    }

    @Test
    void runEndsBetweenBatches_whenItsOperationsAreUsedUp() {
        try (TidemarkAgent agent =
                TidemarkAgent.open(driven(Constraints.NONE).batch(10).build())) {
            // Given
            save(agent, 35);

            // When
            RunReport first = agent.run(RUN.operations(20));
            RunReport second = agent.run(RUN);

            // Then
            assertThat(first.ending()).isEqualTo(Ending.OPERATIONS);
            assertThat(first.sent()).isEqualTo(20);
            assertThat(first.next()).hasValue(Duration.ZERO);
            assertThat(second.isDrained()).isTrue();
            assertThat(second.sent()).isEqualTo(15);
        }
    }

    @Test
    void runEndsBetweenBatches_whenItIsStopped() {
        try (TidemarkAgent agent =
                TidemarkAgent.open(driven(Constraints.NONE).batch(5).build())) {
            // Given
            save(agent, 50);

            // When
            RunReport report = agent.run(RUN.stoppedBy(() -> server.pushes() > 0));

            // Then
            assertThat(report.ending()).isEqualTo(Ending.STOPPED);
            assertThat(report.next()).isPresent();
            assertThat(report.sent()).isLessThan(50);
            assertThat(agent.run(RUN).isDrained()).isTrue();
            assertThat(model.canonical(SCOPE)).hasSize(50);
        }
    }

    @Test
    void runEndsInTime_whenNoAnswerComes() {
        CountDownLatch silence = new CountDownLatch(1);
        try (ProtocolServer silent = new ProtocolServer(model, () -> awaited(silence));
                TidemarkAgent agent = TidemarkAgent.open(config(database, silent)
                        .platform(Platform.RESIDENT.driven())
                        .build())) {
            // Given
            save(agent, 1);

            // When
            RunReport report = agent.run(RunLimits.of(Duration.ofMillis(300)));

            // Then
            assertThat(report.ending()).isEqualTo(Ending.TIME);
            silence.countDown();
            assertThat(agent.run(RUN).isDrained()).isTrue();
        }
    }

    private static Fate awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Fate.ANSWERED;
    }

    @Test
    void secondRunDoesNothing_whileOneIsUnderWay() {
        CountDownLatch silence = new CountDownLatch(1);
        try (ProtocolServer slow = new ProtocolServer(model, () -> awaited(silence));
                TidemarkAgent agent = TidemarkAgent.open(config(database, slow)
                        .platform(Platform.RESIDENT.driven())
                        .build())) {
            // Given
            save(agent, 1);
            CompletableFuture<RunReport> first =
                    CompletableFuture.supplyAsync(() -> agent.run(RUN), Thread::startVirtualThread);
            await(() -> agent.scope(SCOPE).syncStatus().waiting() != WaitReason.STOPPED);

            // When
            RunReport second = agent.run(RUN);

            // Then
            assertThat(second.ending()).isEqualTo(Ending.ALREADY_RUNNING);
            silence.countDown();
            assertThat(first.join()).isEqualTo(new RunReport(Ending.IDLE, 1, WaitReason.NONE, Optional.empty()));
            assertThat(slow.pushes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"METERED", "BATTERY_LOW", "OFFLINE"})
    void nothingIsSentAndTheReasonIsTold_whenAConstraintDoesNotHold(WaitReason reason) {
        platform.become(
                switch (reason) {
                    case METERED -> new Conditions(Network.METERED, false);
                    case BATTERY_LOW -> new Conditions(Network.UNMETERED, true);
                    default -> new Conditions(Network.NONE, false);
                });
        try (TidemarkAgent agent =
                TidemarkAgent.open(driven(new Constraints(true, true)).build())) {
            // Given
            save(agent, 1);

            // When
            RunReport hindered = agent.run(RUN);

            // Then
            assertThat(hindered).isEqualTo(new RunReport(Ending.HINDERED, 0, reason, Optional.of(Duration.ZERO)));
            assertThat(server.pushes()).isZero();
            platform.become(Conditions.GOOD);
            assertThat(agent.run(RUN).isDrained()).isTrue();
        }
    }

    @Test
    void runIsNoWayAroundABackOff_whenOneFollowsAnother() {
        fate.set(Fate.UNAVAILABLE);
        try (TidemarkAgent agent = open()) {
            // Given
            save(agent, 1);
            RunReport failed = agent.run(RUN);
            int pushes = server.pushes();
            fate.set(Fate.ANSWERED);

            // When
            RunReport tooSoon = agent.run(RUN);

            // Then
            assertThat(failed.waiting()).isEqualTo(WaitReason.SERVER_TROUBLE);
            assertThat(tooSoon.sent()).isZero();
            assertThat(server.pushes()).isEqualTo(pushes);
            platform.pass(tooSoon.next().orElseThrow());
            assertThat(agent.run(RUN).isDrained()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-365, 365})
    void restartIsNoWayAroundABackOffNorAnEndlessOne_whenTheClockJumpsAYear(int days) {
        fate.set(Fate.UNAVAILABLE);
        try (TidemarkAgent agent = open()) {
            save(agent, 1);
            agent.run(RUN);
        }
        fate.set(Fate.ANSWERED);

        // Given
        platform.turnWallClock(Duration.ofDays(days));
        platform.restart();
        try (TidemarkAgent agent = open()) {
            // When
            RunReport tooSoon = agent.run(RUN);

            // Then
            assertThat(tooSoon.sent()).isZero();
            assertThat(tooSoon.next()).hasValueSatisfying(next -> assertThat(next)
                    .isBetween(Duration.ofMillis(1), Duration.ofSeconds(60)));
            platform.pass(tooSoon.next().orElseThrow());
            assertThat(agent.run(RUN).isDrained()).isTrue();
        }
    }

    @Test
    void callerWaitsForTheAgentsOwnThread_whenItHasOne() {
        try (TidemarkAgent agent = TidemarkAgent.open(config(database, server).build())) {
            // Given
            save(agent, 5);

            // When
            RunReport report = agent.run(RunLimits.of(LONG));

            // Then
            assertThat(report.isDrained()).isTrue();
            assertThat(model.canonical(SCOPE)).hasSize(5);
        }
    }
}
