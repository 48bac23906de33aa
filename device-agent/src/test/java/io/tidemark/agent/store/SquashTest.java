package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.likes;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.Fixture.tags;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the queue makes of edits that follow each other, and what it leaves apart. */
class SquashTest {
    private static final EntityKey CARD = new EntityKey("card", "c");

    private final OneDevice device;

    SquashTest(@TempDir Path directory) {
        TreeMap<String, EntityType> types = new TreeMap<>(TYPES.byName());
        types.putAll(CARDS.byName());
        device = new OneDevice(directory.resolve("agent.db"), new EntityTypes(types));
    }

    @AfterEach
    void close() {
        device.close();
    }

    private OperationId card(Map<String, Json> fields) {
        return device.edits.save(SCOPE, CARD, fields).orElseThrow();
    }

    private List<Operation> sent() {
        return operations(device.take());
    }

    @Test
    void editsAreOne_withTheFirstSeenAndTheLastNewValues() {
        // Given
        device.checkpoint("e", 1, 0, row("n", 1, note("a", "b")));
        List<OperationId> saved = new ArrayList<>();

        // When
        for (String text : List.of("M", "Mi", "Mil", "Milk")) {
            saved.add(device.save("n", title(text)));
        }
        saved.add(device.save("n", Map.of("body", Json.of("2 l"))));

        // Then
        assertThat(sent()).singleElement().isInstanceOfSatisfying(Operation.Upsert.class, edit -> {
            assertThat(edit.id()).isEqualTo(saved.getLast());
            assertThat(edit.fields()).isEqualTo(note("Milk", "2 l"));
            assertThat(edit.basis())
                    .isEqualTo(Basis.Seen.of(Map.of(
                            "title", new SeenValue.Value(Json.of("a")), "body", new SeenValue.Value(Json.of("b")))));
        });
        assertThat(device.shown("n")).hasValue(note("Milk", "2 l"));
        assertThat(device.depth()).isEqualTo(1);
        assertThat(saved)
                .allSatisfy(id -> assertThat(device.queue.whereabouts(id)).isEqualTo(Whereabouts.QUEUED));
        assertThat(device.rows.figures(SCOPE)).satisfies(figures -> {
            assertThat(figures.saved()).isEqualTo(5);
            assertThat(figures.squashed()).isEqualTo(4);
        });
    }

    @Test
    void creationStaysACreation_withCountersAndSetsAsTheyAre() {
        // Given
        card(Map.of("title", Json.of("a"), "likes", Json.of(1L), "tags", Json.strings(List.of("x"))));

        // When
        card(likes(5));
        card(tags("y", "x"));
        card(title("b"));

        // Then
        assertThat(sent()).singleElement().isInstanceOfSatisfying(Operation.Upsert.class, creation -> {
            assertThat(creation.basis()).isEqualTo(new Basis.Nothing());
            assertThat(creation.fields())
                    .isEqualTo(Map.of(
                            "title", Json.of("b"), "likes", Json.of(5L), "tags", Json.strings(List.of("x", "y"))));
            assertThat(creation.changes()).isEmpty();
        });
    }

    @Test
    void editStaysApart_whenWhatItFollowsMayHaveBeenSent() {
        // Given
        device.save("n", title("sent"));
        device.take();

        // When
        device.save("n", title("later"));
        device.save("n", title("last"));

        // Then
        assertThat(sent()).hasSize(2).last().satisfies(edit -> assertThat(edit.basis())
                .isEqualTo(Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of("sent"))))));
    }

    @Test
    void editStaysApart_behindADeleteAnotherEntityOrATransaction() {
        // When
        device.save("n", title("1"));
        device.save("m", title("2"));
        device.save("n", title("3"));
        device.edits.delete(SCOPE, OneDevice.note("n"));
        device.save("n", title("4"));
        device.edits.transaction(SCOPE, tx -> {
            tx.save("note", "n", title("5"));
            tx.save("note", "n", title("6"));
        });
        device.save("n", title("7"));

        // Then
        assertThat(sent()).hasSize(8);
    }

    @Test
    void editStaysApart_whenItsAuthorHadNotSeenTheOneBefore() {
        // Given
        device.checkpoint("e", 1, 0, row("n", 1, title("old")));
        Optional<VisibleRow> shown = device.rows.get(SCOPE, OneDevice.note("n"));
        device.save("n", title("first"));

        // When
        device.edits.save(SCOPE, OneDevice.note("n"), shown, title("second"));

        // Then
        assertThat(sent()).hasSize(2);
    }

    @Test
    void incrementsAddUp_andThatOfNothingStaysTwo() {
        // Given
        card(likes(5));
        device.decide(device.take(), "e", Status.APPLIED, 1);

        // When
        card(likes(6));
        card(likes(9));
        Operation plusFour = sent().getFirst();
        card(likes(10));
        card(likes(9));

        // Then
        assertThat(plusFour.toString()).contains("by=4");
        assertThat(sent()).hasSize(3);
        assertThat(device.rows.get(SCOPE, CARD).map(VisibleRow::fields)).hasValue(new TreeMap<>(likes(9)));
    }

    @Test
    void oldIdsFollowTheirEdit_intoADeadLetterAndOutOfItAgain() {
        // Given
        OperationId first = device.save("n", title("1"));
        OperationId second = device.save("n", title("2"));
        device.setAside(device.take().window().slots().getFirst());
        assertThat(List.of(first, second))
                .allSatisfy(id -> assertThat(device.queue.whereabouts(id)).isEqualTo(Whereabouts.DEAD_LETTER));

        // When, Then
        device.letters.retry(SCOPE, second);
        assertThat(List.of(first, second))
                .allSatisfy(id -> assertThat(device.queue.whereabouts(id)).isEqualTo(Whereabouts.QUEUED));

        // When, Then
        device.decide(device.take(), "e", Status.REJECTED, 0);
        device.checkpoint("e", 1, 9);
        OperationId renamed = device.letters.retry(SCOPE, second).orElseThrow();
        assertThat(List.of(first, second, renamed))
                .allSatisfy(id -> assertThat(device.queue.whereabouts(id)).isEqualTo(Whereabouts.QUEUED));

        // When, Then
        device.decide(device.take(), "e", Status.APPLIED, 2);
        device.checkpoint("e", 2, 9);
        assertThat(List.of(first, second, renamed))
                .allSatisfy(id -> assertThat(device.queue.whereabouts(id)).isEqualTo(Whereabouts.RETIRED));
    }
}
