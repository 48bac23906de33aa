package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store where the feed stops half-way, or for good. */
class AccessTest {
    private final AtomicLong names = new AtomicLong();
    private final Database database;
    private final Edits edits;
    private final DeadLetters letters;
    private final OperationQueue queue;
    private final Feed feed;
    private final Rows rows;

    AccessTest(@TempDir Path directory) {
        InstantSource clock = InstantSource.fixed(Instant.EPOCH);
        database = Database.open(directory.resolve("agent.db"), Synchronous.FULL);
        edits = new Edits(database, TYPES, () -> new OperationId(new UUID(7, names.incrementAndGet())), clock);
        letters = new DeadLetters(database, edits);
        queue = new OperationQueue(database, clock, () -> "d-" + names.incrementAndGet());
        feed = new Feed(database, clock);
        rows = new Rows(database, TYPES);
        queue.follow(List.of(SCOPE));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private OperationId save(String id, String text) {
        return edits.save(SCOPE, new EntityKey("note", id), title(text)).orElseThrow();
    }

    private Optional<VisibleRow> get(String id) {
        return rows.get(SCOPE, new EntityKey("note", id));
    }

    private static CanonicalRow row(String id, long position, String text) {
        return new CanonicalRow.Live(
                new EntityKey("note", id), 1, position, new TreeMap<>(title(text)), Optional.empty());
    }

    private static ChangesPage page(Reader reader, long to, boolean checkpoint, CanonicalRow... rows) {
        OptionalLong mark = checkpoint ? OptionalLong.of(9) : OptionalLong.empty();
        return new ChangesPage("e", reader.position(), to, "c" + to, checkpoint, mark, List.of(rows));
    }

    private void checkpoint(long to, CanonicalRow... rows) {
        Reader reader = feed.reader(SCOPE);
        feed.apply(SCOPE, reader, page(reader, to, true, rows));
    }

    private void part(long to, CanonicalRow... rows) {
        Reader reader = feed.reader(SCOPE);
        feed.applyPart(SCOPE, reader, page(reader, to, false, rows));
    }

    private void stage(long to, CanonicalRow... rows) {
        Reader reader = feed.reader(SCOPE);
        feed.stage(SCOPE, reader, page(reader, to, false, rows));
    }

    @Test
    void rowsGoAndEditsCanStillBeSent_whenAccessIsLost() {
        // Given
        checkpoint(1, row("n", 1, "theirs"));
        OperationId decided = save("a", "was decided");
        Outgoing first = queue.take(SCOPE, 50).orElseThrow();
        Outcome applied =
                new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(1), OptionalLong.of(2), List.of());
        queue.store(
                SCOPE, first.window(), "e", List.of(new OperationResult(decided, new Verdict.Final(applied, false))));
        OperationId unsent = save("n", "mine");
        stage(5, row("m", 3, "half a page"));

        // When
        feed.revoke(SCOPE);

        // Then
        assertThat(rows.query(SCOPE, Query.of("note"))).isEmpty();
        assertThat(feed.reader(SCOPE)).isEqualTo(new Reader("d-1", Optional.empty(), 0, Optional.empty(), false));
        assertThat(rows.figures(SCOPE).depth()).isZero();
        assertThat(letters.list(SCOPE)).singleElement().satisfies(letter -> {
            assertThat(letter.operation().id()).isEqualTo(unsent);
            assertThat(letter.reason()).isEqualTo("scope-not-found");
        });
        assertThat(letters.retry(SCOPE, unsent)).hasValue(unsent);
        assertThat(queue.take(SCOPE, 50).orElseThrow().window().slots())
                .extracting(Slot::sequence, Slot::previous)
                .containsExactly(tuple(3L, 1L));
    }

    @Test
    void nothingOfAnotherScopeGoes_whenAccessToOneIsLost() {
        // Given
        queue.follow(List.of("notes:bob"));
        edits.save("notes:bob", new EntityKey("note", "b"), title("bob's"));
        save("a", "alice's");

        // When
        feed.revoke(SCOPE);

        // Then
        assertThat(rows.query("notes:bob", Query.of("note"))).hasSize(1);
        assertThat(queue.take("notes:bob", 50)).isPresent();
    }

    @Test
    void whatIsThereIsShownAndNothingRetires_whenNoCheckpointComes() {
        // Given
        OperationId saved = save("n", "mine");
        Outgoing sent = queue.take(SCOPE, 50).orElseThrow();
        Outcome applied =
                new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(1), OptionalLong.of(2), List.of());
        queue.store(SCOPE, sent.window(), "e", List.of(new OperationResult(saved, new Verdict.Final(applied, false))));
        stage(1, row("a", 1, "first"));

        // When
        part(4, row("b", 4, "second"));

        // Then: the row of the own edit has moved beyond position 4, and must not flicker
        assertThat(get("a")).isPresent();
        assertThat(get("b")).isPresent();
        assertThat(get("n")).hasValueSatisfying(row -> assertThat(row.pending()).isTrue());
        assertThat(feed.reader(SCOPE).position()).isEqualTo(4);
        checkpoint(7, row("n", 7, "mine"));
        assertThat(rows.figures(SCOPE).depth()).isZero();
        assertThat(get("a")).isPresent();
    }

    @Test
    void rowsStay_whenAResyncComesToNoCheckpoint() {
        // Given
        checkpoint(1, row("old", 1, "old"));
        feed.startOver(SCOPE);

        // When
        part(4, row("new", 4, "new"));

        // Then
        assertThat(get("old")).isPresent();
        assertThat(get("new")).isEmpty();
        checkpoint(5);
        assertThat(get("old")).isEmpty();
        assertThat(get("new")).isPresent();
    }
}
