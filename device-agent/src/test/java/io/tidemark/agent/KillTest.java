package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.DeadLetter;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that is killed with SIGKILL, over and over, while it saves, sends and pulls under faults. */
class KillTest {
    private static final int KILLS = Integer.getInteger("tidemark.kills", 12);
    private static final long SEED = Long.getLong("tidemark.seed", 20_261_122L);
    private static final int LONGEST_LIFE_MS = 700;

    private final Path directory;
    private final SplittableRandom dice = new SplittableRandom(SEED);

    KillTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void noPromisedEditIsMissing_whenTheProcessIsKilledAtRandomMoments()
            throws IOException, InterruptedException, SQLException {
        ModelServer model = new ModelServer(TYPES, 3);
        Faults faults = new Faults(SEED);
        try (ProtocolServer server = new ProtocolServer(model, faults::next)) {
            // Given
            Path database = directory.resolve("agent.db");
            Path promises = directory.resolve("promises");
            Map<OperationId, OperationId> successors = new HashMap<>();

            // When
            for (int kill = 0; kill < KILLS; kill++) {
                liveAndDie(database, server, promises, kill);
                assertThat(integrity(database))
                        .as("kill %d, seed %d", kill, SEED)
                        .isEqualTo("ok");
                successors.putAll(successors(database));
            }

            // Then
            faults.stop();
            Set<OperationId> accounted = new HashSet<>();
            try (TidemarkAgent agent =
                    TidemarkAgent.open(config(database, server).build())) {
                SyncedScope scope = agent.scope(SCOPE);
                assertThat(scope.awaitSynced(LONG)).as("the queue drains").isTrue();
                await(() -> Fixture.shown(scope).equals(Fixture.live(model.canonical(SCOPE))));
                scope.deadLetters().stream()
                        .map(DeadLetter::operation)
                        .map(Operation::id)
                        .forEach(accounted::add);
                assertThat(counted(agent.metrics()))
                        .as("outcomes are counted once each, seed %d", SEED)
                        .isEqualTo(model.decided().size());
            }
            accounted.addAll(model.decided());
            successors.putAll(successors(database));
            List<OperationId> promised = Files.readAllLines(promises).stream()
                    .flatMap(line -> OperationId.parse(line).stream())
                    .map(id -> last(id, successors))
                    .toList();
            assertThat(promised).as("the device came to save something").hasSizeGreaterThan(KILLS);
            assertThat(accounted).as("seed %d", SEED).containsAll(promised);
            assertThat(model.sentWithTwoPayloads()).isEmpty();
        }
    }

    /** The moment is counted from the first promise, so that a slow start does not use up the life. */
    private void liveAndDie(Path database, ProtocolServer server, Path promises, int life)
            throws IOException, InterruptedException {
        long before = Files.exists(promises) ? Files.size(promises) : 0;
        Process device = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dtidemark.home=" + Fixture.home(),
                        "-cp",
                        System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                        KilledDevice.class.getName(),
                        database.toString(),
                        server.url().toString(),
                        promises.toString(),
                        Long.toString(SEED + life))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("device-" + life + ".log").toFile())
                .start();
        try {
            await(() -> !device.isAlive() || (promises.toFile().length() > before));
            assertThat(device.isAlive())
                    .as(() -> "the device runs: " + log(life))
                    .isTrue();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(dice.nextInt(LONGEST_LIFE_MS)));
        } finally {
            device.destroyForcibly();
            assertThat(device.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private String log(int life) {
        try {
            return Files.readString(directory.resolve("device-" + life + ".log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static long counted(SyncMetrics metrics) {
        return metrics.outcomes().values().stream()
                .mapToLong(SyncMetrics.Outcomes::decided)
                .sum();
    }

    /** Under which id an edit went on: never sent, it was squashed with the one behind it. */
    private static Map<OperationId, OperationId> successors(Path database) throws SQLException {
        Map<OperationId, OperationId> successors = new HashMap<>();
        String sql = """
                SELECT s.operation_id, coalesce(q.operation_id, j.operation_id, d.operation_id) FROM successor s
                LEFT JOIN sync_queue q ON q.ordinal = s.ordinal LEFT JOIN journal j ON j.ordinal = s.ordinal
                LEFT JOIN dead_letter d ON d.ordinal = s.ordinal""";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                successors.put(
                        OperationId.parse(result.getString(1)).orElseThrow(),
                        OperationId.parse(result.getString(2)).orElseThrow());
            }
        }
        return successors;
    }

    private static OperationId last(OperationId id, Map<OperationId, OperationId> successors) {
        OperationId last = id;
        while (successors.containsKey(last)) {
            last = successors.get(last);
        }
        return last;
    }

    private static String integrity(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            return result.getString(1);
        }
    }

    /** A third of all requests meet a fault, until it stops. */
    static final class Faults {
        private static final Fate[] ALL = Fate.values();
        private static final int ONE_IN = 3;

        private final SplittableRandom dice;
        private boolean stopped;

        Faults(long seed) {
            this.dice = new SplittableRandom(seed);
        }

        synchronized Fate next() {
            if (stopped || dice.nextInt(ONE_IN) != 0) {
                return Fate.ANSWERED;
            }
            Fate fate = ALL[dice.nextInt(ALL.length)];
            // It is a rule of its own, and ends in dead letters: AgentTest has it.
            return fate == Fate.BODY_TOO_LARGE ? Fate.ANSWER_LOST : fate;
        }

        synchronized void stop() {
            stopped = true;
        }
    }
}
