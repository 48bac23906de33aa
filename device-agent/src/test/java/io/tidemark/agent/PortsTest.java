package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.http.TokenProvider;
import io.tidemark.agent.platform.Conditions;
import io.tidemark.agent.platform.Constraints;
import io.tidemark.agent.platform.Platform;
import io.tidemark.agent.platform.RunLimits;
import io.tidemark.agent.platform.RunReport;
import io.tidemark.agent.platform.Scheduler;
import io.tidemark.agent.platform.TestPlatform;
import io.tidemark.agent.platform.Ticker;
import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the app and its platform bring along, on a bad day: none of it may cost an edit, or make the agent stop. */
class PortsTest {
    private final ModelServer model = new ModelServer(TYPES, 3);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final TestPlatform platform = new TestPlatform();
    private final Path database;

    PortsTest(@TempDir Path directory) {
        database = directory.resolve("agent.db");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private AgentConfigBuilder resident() {
        return config(database, server);
    }

    private static OperationId save(TidemarkAgent agent) {
        return agent.scope(SCOPE).save("note", "n", title("Milk")).orElseThrow();
    }

    @Test
    void saveReturnsAndTheNextOneAsksAgain_whenTheSchedulerThrows() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        Scheduler broken = new Scheduler() {
            @Override
            public void runAfter(Duration delay, Constraints constraints) {
                asked.incrementAndGet();
                throw new IllegalStateException("no such service");
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("no such service");
            }
        };
        try (TidemarkAgent agent = TidemarkAgent.open(
                resident().platform(Platform.RESIDENT.with(broken)).build())) {
            // When
            save(agent);
            agent.scope(SCOPE).save("note", "m", title("Bread"));

            // Then
            assertThat(asked).hasValue(2);
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
        }
    }

    @Test
    void backOffStands_whenThePlatformCallsAndNothingThatHindersHasChanged() {
        fate.set(Fate.UNAVAILABLE);
        AtomicInteger turns = new AtomicInteger();
        try (TidemarkAgent agent = TidemarkAgent.open(resident()
                .clock(platform)
                .backOff(Duration.ofMinutes(10), Duration.ofMinutes(10))
                .platform(platform.driven(Constraints.NONE))
                .build())) {
            // Given
            save(agent);

            // When: the queue waits, and the battery runs low, which the app does not mind
            RunReport report =
                    agent.run(RunLimits.of(LONG).patience(Duration.ofHours(1)).stoppedBy(() -> {
                        boolean waits = agent.scope(SCOPE).syncStatus().waiting() == WaitReason.SERVER_TROUBLE;
                        if (waits && turns.incrementAndGet() == 1) {
                            platform.become(new Conditions(Conditions.GOOD.network(), true));
                        }
                        return turns.get() > 3;
                    }));

            // Then
            assertThat(report.sent()).isOne();
            assertThat(report.waiting()).isEqualTo(WaitReason.SERVER_TROUBLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\n", "secret ", "", "sec\u00e9ret"})
    void tokenIsRefusedAndNowhereInTheLog_whenItIsNone(String token) {
        Recorder log = new Recorder();
        try (TidemarkAgent agent =
                TidemarkAgent.open(resident().tokens(() -> token).build())) {
            // When
            save(agent);
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.NO_TOKEN);

            // Then
            assertThat(log.texts()).noneMatch(text -> text.contains("sec"));
        } finally {
            log.close();
        }
    }

    @Test
    void contentOfAnExceptionIsNotLogged_whenTheProviderThrows() throws InterruptedException {
        Recorder log = new Recorder();
        AtomicBoolean broken = new AtomicBoolean(true);
        TokenProvider provider = () -> {
            if (broken.get()) {
                throw new IllegalStateException("cannot parse secret");
            }
            return "token";
        };
        try (TidemarkAgent agent =
                TidemarkAgent.open(resident().tokens(provider).build())) {
            // Given
            OperationId saved = save(agent);
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.NO_TOKEN);

            // When
            broken.set(false);

            // Then
            agent.scope(SCOPE).awaitSynced(saved, LONG);
            assertThat(model.decided()).contains(saved);
            assertThat(log.texts()).noneMatch(text -> text.contains("secret"));
        } finally {
            log.close();
        }
    }

    @Test
    void statusSaysSoAndTheQueueGoesOn_whenTheTokenProviderHangs() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean hangs = new AtomicBoolean(true);
        TokenProvider provider = () -> {
            if (hangs.get()) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return "token";
        };
        try (TidemarkAgent agent = TidemarkAgent.open(resident()
                .tokens(provider)
                .requestTimeout(Duration.ofSeconds(1))
                .build())) {
            // Given
            OperationId saved = save(agent);
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.NO_TOKEN);

            // When
            hangs.set(false);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(model.decided()).contains(saved);
        }
    }

    @Test
    void queueGoesOnAndNothingPilesUp_whenATransportNeverReturns() throws InterruptedException {
        Hanging transport = new Hanging(new HttpTransport(server.url(), () -> "token", Duration.ofSeconds(5), TYPES));
        try (TidemarkAgent agent = TidemarkAgent.open(resident()
                .transport(transport)
                .requestTimeout(Duration.ofMillis(100))
                .build())) {
            // Given
            save(agent);

            // When
            await(() -> agent.metrics().pushes() >= 30);
            assertThat(agent.scope(SCOPE).syncStatus().waiting()).isEqualTo(WaitReason.BROKE_OFF);
            transport.release();

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            int leftStandingAndOneOfEachLane = 8 + 2;
            assertThat(transport.most()).isLessThanOrEqualTo(leftStandingAndOneOfEachLane);
        }
    }

    @Test
    void editsGoOnArriving_whenTheAgentsThreadMeetsAnError() throws InterruptedException {
        AtomicInteger errors = new AtomicInteger();
        Ticker failing = () -> {
            if (Thread.currentThread().getName().equals("tidemark-agent")
                    && errors.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new OutOfMemoryError("as if");
            }
            return Ticker.system().millis();
        };
        try (TidemarkAgent agent = TidemarkAgent.open(
                resident().platform(Platform.RESIDENT.with(failing)).build())) {
            for (int i : List.of(1, 3)) {
                // Given
                errors.set(i);

                // When
                agent.scope(SCOPE).save("note", "n" + i, title("Milk"));

                // Then
                assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            }
        }
    }

    /** Never returns, whatever it is told, until it is released. */
    private static final class Hanging implements Transport {
        private final Transport way;
        private final CountDownLatch released = new CountDownLatch(1);
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Hanging(Transport way) {
            this.way = way;
        }

        void release() {
            released.countDown();
        }

        /** Calls at once, at most. */
        int most() {
            return most.get();
        }

        private void hang() {
            most.accumulateAndGet(calls.incrementAndGet(), Math::max);
            boolean interrupted = false;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            calls.decrementAndGet();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public PushReply push(String scope, Push push) {
            hang();
            return way.push(scope, push);
        }

        @Override
        public PullReply pull(String scope, Optional<String> cursor, String device, int limit, Duration hold) {
            hang();
            return way.pull(scope, cursor, device, limit, hold);
        }

        @Override
        public AskReply ask(String scope, List<OperationId> operations) {
            hang();
            return way.ask(scope, operations);
        }
    }

    /** What the agent logs, messages of exceptions and their causes included. */
    private static final class Recorder extends Handler {
        private static final Logger AGENT = Logger.getLogger("io.tidemark.agent");

        private final List<String> texts = Collections.synchronizedList(new ArrayList<>());

        Recorder() {
            AGENT.addHandler(this);
        }

        List<String> texts() {
            return List.copyOf(texts);
        }

        @Override
        public void publish(LogRecord line) {
            texts.add(line.getMessage());
            for (Throwable e = line.getThrown(); e != null; e = e.getCause()) {
                texts.add(e.toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            AGENT.removeHandler(this);
        }
    }
}
