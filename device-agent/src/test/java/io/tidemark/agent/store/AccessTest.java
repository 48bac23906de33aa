package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.agent.sync.Reader;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store where the feed stops half-way, or for good. */
class AccessTest {
    private final OneDevice device;
    private final Feed feed;

    AccessTest(@TempDir Path directory) {
        device = new OneDevice(directory.resolve("agent.db"), TYPES);
        feed = device.feed;
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static ChangesPage page(Reader reader, long to, CanonicalRow row) {
        return new ChangesPage("e", reader.position(), to, "c" + to, false, OptionalLong.empty(), List.of(row));
    }

    private void part(long to, CanonicalRow row) {
        Reader reader = feed.reader(SCOPE);
        feed.applyPart(SCOPE, reader, page(reader, to, row));
    }

    private void stage(long to, CanonicalRow row) {
        Reader reader = feed.reader(SCOPE);
        feed.stage(SCOPE, reader, page(reader, to, row));
    }

    @Test
    void rowsGoAndEditsCanStillBeSent_whenAccessIsLost() {
        // Given
        device.checkpoint("e", 1, 9, row("n", 1, title("theirs")));
        device.save("a", title("was decided"));
        device.decide(device.take(), "e", Status.APPLIED, 2);
        OperationId unsent = device.save("n", title("mine"));
        stage(5, row("m", 3, title("half a page")));

        // When
        feed.revoke(SCOPE);

        // Then
        assertThat(device.rows.query(SCOPE, Query.of("note"))).isEmpty();
        assertThat(feed.reader(SCOPE))
                .isEqualTo(new Reader(
                        device.queue.device(), Optional.empty(), 0, Optional.empty(), false, Optional.empty()));
        assertThat(device.depth()).isZero();
        assertThat(device.letters.list(SCOPE)).singleElement().satisfies(letter -> {
            assertThat(letter.operation().id()).isEqualTo(unsent);
            assertThat(letter.reason()).isEqualTo("scope-not-found");
        });
        assertThat(device.letters.retry(SCOPE, unsent)).hasValue(unsent);
        assertThat(device.queue.take(SCOPE, 50).orElseThrow().window().slots())
                .extracting(Slot::sequence, Slot::previous)
                .containsExactly(tuple(3L, 1L));
    }

    @Test
    void nothingOfAnotherScopeGoes_whenAccessToOneIsLost() {
        // Given
        device.queue.follow(List.of("notes:bob"));
        device.edits.save("notes:bob", new EntityKey("note", "b"), title("bob's"));
        device.save("a", title("alice's"));

        // When
        feed.revoke(SCOPE);

        // Then
        assertThat(device.rows.query("notes:bob", Query.of("note"))).hasSize(1);
        assertThat(device.queue.take("notes:bob", 50)).isPresent();
    }

    @Test
    void whatIsThereIsShownAndNothingRetires_whenNoCheckpointComes() {
        // Given
        device.save("n", title("mine"));
        device.decide(device.take(), "e", Status.APPLIED, 2);
        stage(1, row("a", 1, title("first")));

        // When
        part(4, row("b", 4, title("second")));

        // Then: the row of the own edit has moved beyond position 4, and must not flicker
        assertThat(device.shown("a")).isPresent();
        assertThat(device.shown("b")).isPresent();
        assertThat(device.depth()).isEqualTo(1);
        assertThat(feed.reader(SCOPE).position()).isEqualTo(4);
        device.checkpoint("e", 7, 9, row("n", 7, title("mine")));
        assertThat(device.depth()).isZero();
        assertThat(device.shown("a")).isPresent();
    }

    @Test
    void rowsStay_whenAResyncComesToNoCheckpoint() {
        // Given
        device.checkpoint("e", 1, 9, row("old", 1, title("old")));
        feed.startOver(SCOPE);

        // When
        part(4, row("new", 4, title("new")));

        // Then
        assertThat(device.shown("old")).isPresent();
        assertThat(device.shown("new")).isEmpty();
        device.checkpoint("e", 5, 9);
        assertThat(device.shown("old")).isEmpty();
        assertThat(device.shown("new")).isPresent();
    }
}
