package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.telemetry.Latencies;
import io.tidemark.protocol.outcome.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AG-40: what is counted, in the transaction of what it counts. */
class CountersTest {
    private static final String EPOCH = "e";

    private final OneDevice device;

    CountersTest(@TempDir Path directory) {
        device = new OneDevice(directory.resolve("agent.db"), TYPES);
    }

    @AfterEach
    void close() {
        device.close();
    }

    private Counts counts() {
        return new Counters(device.database).counts();
    }

    @Test
    void eachOperationIsCountedOnce_whenItIsSentAndAnsweredTwice() {
        // Given
        device.save("a", title("one"));
        device.save("b", title("two"));
        device.save("c", title("three"));
        device.take();
        Outgoing again = device.take();

        // When
        device.decide(again, EPOCH, again.window().slots().subList(0, 1), outcome(Status.CONFLICT, 1));
        device.decide(again, EPOCH, again.window().slots().subList(1, 2), outcome(Status.REJECTED, 2));
        device.decide(again, EPOCH, again.window().slots().subList(2, 3), outcome(Status.APPLIED, 3));
        device.decide(again, EPOCH, Status.APPLIED, 3);

        // Then
        assertThat(counts().decided()).containsExactly(Map.entry("note", 3L));
        assertThat(counts().conflicts()).containsExactly(Map.entry("note", 1L));
        assertThat(counts().rejected()).containsExactly(Map.entry("note", 1L));
        assertThat(counts().pushes()).isEqualTo(2);
        assertThat(counts().answered()).isEqualTo(3);
    }

    @Test
    void operationIsCountedOnce_whenTheServerForgetsItsOutcomeAndIsAskedAgain() {
        // Given: decided, then the device is forked
        device.save("a", title("one"));
        device.decide(device.take(), EPOCH, Status.APPLIED, 1);
        device.queue.takeNewDevice(device.queue.device());

        // When
        Outgoing again = device.take();
        device.decide(again, EPOCH, Status.APPLIED, 1);

        // Then
        assertThat(again.window().slots()).hasSize(1);
        assertThat(counts().decided()).containsExactly(Map.entry("note", 1L));
    }

    @Test
    void operationIsCountedOnce_whenItComesBackFromTheJournal() {
        // Given: retired, then the server is restored
        device.save("a", title("one"));
        device.decide(device.take(), EPOCH, Status.APPLIED, 1);
        device.checkpoint(EPOCH, 1, 1, OneDevice.row("a", 1, title("one")));
        device.feed.startOver(SCOPE);
        device.checkpoint("another", 0, 0);

        // When
        Outgoing again = device.take();
        device.decide(again, "another", Status.APPLIED, 1);

        // Then
        assertThat(again.window().slots()).hasSize(1);
        assertThat(counts().decided()).containsExactly(Map.entry("note", 1L));
        assertThat(counts().latencies().values().stream().mapToLong(n -> n).sum())
                .isEqualTo(1);
    }

    @Test
    void latencyIsTheTimeFromSaveToOutcome_whenItTakesAWeek() {
        // Given
        device.save("a", title("one"));
        device.pass(Duration.ofDays(7));

        // When
        device.decide(device.take(), EPOCH, Status.APPLIED, 1);

        // Then
        assertThat(counts().latencies())
                .containsOnlyKeys(Latencies.bucket(Duration.ofDays(7).toMillis()));
    }

    @Test
    void latenciesFade_whenThereAreMany() {
        // Given
        for (int i = 0; i < 2 * Tally.FADING; i++) {
            // When
            device.database.write(session -> {
                Tally tally = new Tally();
                tally.decided("note", Status.APPLIED, 5);
                tally.keep(session);
                return 0;
            });
        }

        // Then: the exact figures stay
        assertThat(counts().latencies().values().stream().mapToLong(n -> n).sum())
                .isLessThan(Tally.FADING);
        assertThat(counts().decided()).containsExactly(Map.entry("note", 2 * Tally.FADING));
    }

    @Test
    void exhaustedIsCounted_whenTheServerTakesNoRequestWithTheOperation() {
        // Given
        device.save("a", title("one"));
        Outgoing sent = device.take();

        // When
        device.setAside(sent.window().slots().getFirst());
        device.setAside(sent.window().slots().getFirst());

        // Then
        assertThat(counts().exhausted()).isEqualTo(1);
        assertThat(counts().decided()).isEmpty();
    }

    @Test
    void deviceTimeGoesOn_asFarAsTheWallClockCanBeBelieved() {
        long line = 1_000_000;
        long wall = 5_000_000;
        long hour = Duration.ofHours(1).toMillis();
        long year = Duration.ofDays(365).toMillis();
        assertThat(DeviceTime.goOn(line, line, wall, wall + hour)).isEqualTo(line + hour);
        assertThat(DeviceTime.goOn(line, line, wall, wall + year)).isEqualTo(line);
        assertThat(DeviceTime.goOn(line, line, wall, wall - year)).isEqualTo(line);
        assertThat(DeviceTime.goOn(line, line + hour, wall, wall + year)).isEqualTo(line + hour);
        assertThat(DeviceTime.goOn(0, 0, 0, wall)).isEqualTo(wall);
    }
}
