package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.outcome;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was restored, and gets again what it had acknowledged. */
class JournalTest {
    private static final Journal.Bounds SMALL = new Journal.Bounds(Duration.ofDays(7), 300, 100_000);

    /** It has a place in the chain, and none in the feed. */
    private static final Outcome MERGED = new Outcome(
            Status.MERGED, Optional.of(Reason.DELETE_SUPERSEDED), OptionalLong.of(1), OptionalLong.empty(), List.of());

    private final OneDevice device;
    private long head;

    JournalTest(@TempDir Path directory) {
        device = new OneDevice(directory.resolve("agent.db"), TYPES, SMALL);
    }

    @AfterEach
    void close() {
        device.close();
    }

    /** What was queued is on the server and back, as it is shown. */
    private void acknowledge() {
        Optional<Outgoing> sent = device.queue.take(SCOPE, 50);
        while (sent.isPresent()) {
            List<EntityKey> touched = operations(sent.get()).stream()
                    .map(Operation::entity)
                    .distinct()
                    .toList();
            head += touched.size();
            device.decide(sent.get(), "e", Status.APPLIED, head);
            device.checkpoint(
                    "e", head, 0, touched.stream().map(this::canonical).toArray(CanonicalRow[]::new));
            sent = device.queue.take(SCOPE, 50);
        }
    }

    private CanonicalRow canonical(EntityKey entity) {
        return device.shown(entity.id())
                .map(fields -> row(entity.id(), head, fields))
                .orElseGet(() -> new CanonicalRow.Tombstone(entity, 2, head));
    }

    private long journaled() {
        return count("journal");
    }

    private long count(String table) {
        return device.database
                .read(session -> session.first("SELECT count(*) FROM " + table, row -> row.getLong(1)))
                .orElseThrow();
    }

    @Test
    void everythingGoesAgainUnderItsIds_beforeWhatWasStillQueued() {
        // Given
        OperationId first = device.save("a", title("1"));
        OperationId second = device.save("b", title("2"));
        acknowledge();
        OperationId queued = device.save("c", title("3"));
        assertThat(device.depth()).isEqualTo(1);

        // When
        device.feed.startOver(SCOPE);
        boolean asks = device.checkpoint("f", 1, 0);

        // Then
        assertThat(asks).isTrue();
        Outgoing sent = device.take();
        assertThat(operations(sent)).extracting(Operation::id).containsExactly(first, second, queued);
        assertThat(sent.window().slots())
                .extracting(Slot::sequence, Slot::previous)
                .containsExactly(tuple(4L, 0L), tuple(5L, 4L), tuple(6L, 5L));
        OperationId later = device.save("d", title("4"));
        assertThat(device.take().window().slots().getLast()).isEqualTo(new Slot(later, 7, 6, 0, Optional.empty()));
        device.decide(device.take(), "f", Status.APPLIED, 9);
        device.checkpoint("f", 9, 7);
        assertThat(device.depth()).isZero();
        assertThat(journaled()).isEqualTo(4);
    }

    /** What was decided keeps no place in a chain that is linked anew: no mark would ever pass it there. */
    @Test
    void outcomesAreAskedForAgain_whenTheirChainIsLinkedAnew() {
        // Given
        OperationId first = device.save("a", title("1"));
        acknowledge();
        OperationId decided = device.save("b", title("2"));
        OperationId refused = device.save("c", title("3"));
        Outgoing sent = device.take();
        device.decide(sent, "f", sent.window().slots().subList(0, 1), MERGED);
        device.decide(sent, "f", sent.window().slots().subList(1, 2), outcome(Status.REJECTED, 0));

        // When
        device.feed.startOver(SCOPE);
        boolean asks = device.checkpoint("f", 1, 1);

        // Then
        assertThat(asks).isTrue();
        assertThat(device.depth()).isEqualTo(2);
        assertThat(device.letters.list(SCOPE))
                .extracting(letter -> letter.operation().id())
                .containsExactly(refused);
        Outgoing again = device.take();
        assertThat(operations(again)).extracting(Operation::id).containsExactly(first, decided);
        device.decide(again, "f", again.window().slots(), MERGED);
        device.checkpoint("f", 1, again.window().slots().getLast().sequence());
        assertThat(device.depth()).isZero();
    }

    @Test
    void lostEditShows_andOneThatIsKnownDoesNotHideWhatCameAfterIt() {
        // Given
        device.save("known", title("mine"));
        device.save("lost", title("mine"));
        device.save("edited", title("mine"));
        acknowledge();
        device.save("edited", title("mine, later"));
        acknowledge();

        // When
        device.feed.startOver(SCOPE);
        device.checkpoint("f", 3, 0, row("known", 2, title("theirs, later")), row("edited", 3, title("mine")));

        // Then
        assertThat(device.shown("known")).hasValue(title("theirs, later"));
        assertThat(device.shown("lost")).hasValue(title("mine"));
        assertThat(device.shown("edited")).hasValue(title("mine, later"));
    }

    @Test
    void lostDeleteHides_onlyWhatItsAuthorHadSeen() {
        // Given
        device.save("a", title("seen"));
        device.save("b", title("seen"));
        acknowledge();
        device.edits.delete(SCOPE, OneDevice.note("a"));
        device.edits.delete(SCOPE, OneDevice.note("b"));
        acknowledge();

        // When
        device.feed.startOver(SCOPE);
        device.checkpoint("f", 2, 0, row("a", 1, title("seen")), row("b", 2, note("seen", "unseen")));

        // Then
        assertThat(device.shown("a")).isEmpty();
        assertThat(device.shown("b")).isPresent();
    }

    @Test
    void rejectedEditDoesNotComeBack_forItIsADeadLetter() {
        // Given
        device.save("a", title("1"));
        device.decide(device.take(), "e", Status.REJECTED, 0);
        device.checkpoint("e", 1, 1);

        // When
        device.feed.startOver(SCOPE);
        device.checkpoint("f", 1, 0);

        // Then
        assertThat(device.depth()).isZero();
        assertThat(device.letters.list(SCOPE)).hasSize(1);
    }

    @Test
    void transactionGoesAgainWhole_orIsKeptAsDeadLetters() {
        // Given
        for (String id : List.of("whole", "torn")) {
            device.edits.transaction(SCOPE, tx -> {
                tx.save("note", id + 1, title("1"));
                tx.save("note", id + 2, title("2"));
            });
        }
        acknowledge();
        device.database.write(session -> session.update("DELETE FROM journal WHERE entity = 'torn1'"));

        // When
        device.feed.startOver(SCOPE);
        device.checkpoint("f", 1, 0);

        // Then
        assertThat(operations(device.take()))
                .extracting(operation -> operation.entity().id())
                .containsExactly("whole1", "whole2");
        assertThat(device.letters.list(SCOPE)).singleElement().satisfies(letter -> assertThat(letter.reason())
                .isEqualTo("transaction-incomplete"));
    }

    @Test
    void journalHoldsSoManyAtMost_transactionsWhole() {
        // Given
        for (int i = 0; i < 30; i++) {
            int begin = 26 * i;
            device.edits.transaction(SCOPE, tx -> {
                for (int k = begin; k < begin + 26; k++) {
                    tx.save("note", "n" + k, title("note " + k));
                }
            });
        }

        // When
        acknowledge();

        // Then
        assertThat(journaled()).isBetween(SMALL.operations() - 126, SMALL.operations());
        assertThat(journaled() % 26).isZero();
    }

    @Test
    void journalIsBoundedInBytes_too() {
        // Given
        Json large = Json.of("x".repeat(10_000));
        for (int i = 0; i < 109; i++) {
            device.save("n" + i, i < 100 ? title("small") : Map.of("body", large));
        }

        // When
        acknowledge();

        // Then
        assertThat(journaled()).isBetween(9L, 60L);
    }

    @Test
    void operationIsForgottenAfterAWeek_butNotForAClockThatJumps() {
        // Given
        OperationId squashed = device.save("a", title("1"));
        device.save("a", title("2"));
        acknowledge();

        // When, Then: a year by the wall clock is a day for the journal
        device.pass(Duration.ofDays(365));
        device.save("b", title("1"));
        acknowledge();
        device.pass(Duration.ofDays(-365));
        device.save("c", title("1"));
        acknowledge();
        assertThat(journaled()).isEqualTo(3);

        // When, Then
        for (int day = 0; day < 8; day++) {
            device.pass(Duration.ofDays(1));
            device.save("d" + day, title("1"));
            acknowledge();
        }
        assertThat(journaled()).isEqualTo(8);
        assertThat(device.queue.whereabouts(squashed)).isEqualTo(Whereabouts.UNKNOWN);
        assertThat(count("successor")).isZero();
    }

    @Test
    void sameOutcomeTwiceIsOneRetirement_whenTheServerKnewIt() {
        // Given
        device.save("a", title("1"));
        acknowledge();
        device.feed.startOver(SCOPE);
        device.checkpoint("f", 1, 0, row("a", 1, title("1")));

        // When
        Outgoing sent = device.take();
        device.decide(sent, "f", sent.window().slots(), outcome(Status.APPLIED, 1));
        device.checkpoint("f", 1, 2);

        // Then
        assertThat(device.depth()).isZero();
        assertThat(device.shown("a")).hasValue(title("1"));
    }
}
