package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can do with an edit that the server refused, and that none of it loses the edit. */
class DeadLettersTest {
    private static final EntityKey CARD = new EntityKey("card", "c");

    private final OneDevice device;

    DeadLettersTest(@TempDir Path directory) {
        TreeMap<String, EntityType> types = new TreeMap<>(TYPES.byName());
        types.putAll(CARDS.byName());
        device = new OneDevice(directory.resolve("agent.db"), new EntityTypes(types));
    }

    @AfterEach
    void close() {
        device.close();
    }

    private OperationId rejected(String note, Map<String, Json> fields) {
        OperationId saved = device.save(note, fields);
        device.decide(device.take(), "e", Status.REJECTED, 0);
        return saved;
    }

    private Operation last() {
        return operations(device.take()).getLast();
    }

    @Test
    void letterShowsWhatStandsOnTheServer_oldestFirst() {
        // Given
        device.checkpoint("e", 1, 0, row("n", 1, title("theirs")));
        rejected("n", title("mine"));
        device.pass(Duration.ofMinutes(1));
        rejected("m", title("other"));

        // When
        List<DeadLetter> letters = device.letters.list(SCOPE);

        // Then
        assertThat(letters)
                .extracting(letter -> letter.operation().entity().id())
                .containsExactly("n", "m");
        assertThat(letters.get(0).canonical()).hasValue(new TreeMap<>(title("theirs")));
        assertThat(letters.get(1).canonical()).isEmpty();
    }

    @Test
    void editedLetterGoesOnWhatIsShownNow_underANewId() {
        // Given
        OperationId letter = rejected("n", title("too long"));
        device.checkpoint("e", 1, 1, row("n", 1, title("theirs")));

        // When
        OperationId edited = device.letters.edit(SCOPE, letter, title("short")).orElseThrow();

        // Then
        assertThat(last().id()).isEqualTo(edited).isNotEqualTo(letter);
        assertThat(OperationCodec.payload(last()).toString()).contains("theirs");
        assertThat(device.shown("n")).hasValue(title("short"));
        assertThat(device.letters.list(SCOPE)).isEmpty();
    }

    @Test
    void otherValuesOfTheLetterStand_whenOneOfThemIsEdited() {
        // Given
        device.checkpoint("e", 1, 0, row("n", 1, note("theirs", "old body")));
        OperationId letter = rejected("n", note("too long", "new body"));

        // When
        device.letters.edit(SCOPE, letter, title("short"));

        // Then
        assertThat(device.shown("n")).hasValue(note("short", "new body"));
        assertThat(OperationCodec.payload(last()).toString()).contains("new body");
    }

    @Test
    void whatTheLetterAddedIsAdded_whenAnotherOfItsValuesIsEdited() {
        // Given
        device.edits.save(SCOPE, CARD, card("mine", 5));
        device.checkpoint("e", 1, 0);
        device.decide(device.take(), "e", Status.APPLIED, 2);
        device.checkpoint("e", 2, 1, cardRow(2, card("mine", 5)));
        OperationId letter = device.edits.save(SCOPE, CARD, card("too long", 8)).orElseThrow();
        device.decide(device.take(), "e", Status.REJECTED, 0);
        device.checkpoint("e", 3, 2, cardRow(3, card("theirs", 20)));

        // When
        device.letters.edit(SCOPE, letter, title("short"));

        // Then
        assertThat(device.rows.get(SCOPE, CARD).map(VisibleRow::fields)).hasValue(new TreeMap<>(card("short", 23)));
    }

    private static Map<String, Json> card(String title, long likes) {
        return Map.of("title", Json.of(title), "likes", Json.of(likes));
    }

    private static CanonicalRow cardRow(long position, Map<String, Json> fields) {
        return new CanonicalRow.Live(CARD, position, position, new TreeMap<>(fields), Optional.empty());
    }

    @Test
    void letterStays_whenItsEditIsRefusedToo() {
        // Given
        OperationId letter = rejected("n", title("mine"));

        // When, Then
        assertThatThrownBy(() -> device.letters.edit(SCOPE, letter, Map.of("colour", Json.of("red"))))
                .isInstanceOf(InvalidOperation.class);
        assertThatThrownBy(() -> device.letters.keepAsCopy(SCOPE, letter, "")).isInstanceOf(InvalidOperation.class);
        assertThat(device.letters.list(SCOPE)).hasSize(1);
    }

    @Test
    void copyHoldsTheRowAsTheLetterWantedIt_whenItIsKept() {
        // Given
        device.checkpoint("e", 1, 0, row("n", 1, note("theirs", "body")));
        OperationId letter = rejected("n", title("mine"));

        // When
        device.letters.keepAsCopy(SCOPE, letter, "copy");

        // Then
        assertThat(device.shown("n")).hasValue(note("theirs", "body"));
        assertThat(device.shown("copy")).hasValue(note("mine", "body"));
        assertThat(device.letters.list(SCOPE)).isEmpty();
    }

    @Test
    void copyIsRefused_whenThereIsSuchAnEntityOrNothingToKeep() {
        // Given
        device.checkpoint("e", 2, 0, row("n", 1, title("theirs")), row("old", 2, title("old")));
        OperationId letter = rejected("n", title("mine"));
        OperationId delete = device.edits.delete(SCOPE, OneDevice.note("old")).orElseThrow();
        device.decide(device.take(), "e", Status.REJECTED, 0);

        // When, Then
        assertThatThrownBy(() -> device.letters.keepAsCopy(SCOPE, letter, "old"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> device.letters.keepAsCopy(SCOPE, delete, "new"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(device.letters.list(SCOPE)).hasSize(2);
    }

    @Test
    void nothingHappens_whenThereIsNoSuchLetter() {
        // Given
        OperationId queued = device.save("n", title("mine"));

        // When, Then
        assertThat(device.letters.retry(SCOPE, queued)).isEmpty();
        assertThat(device.letters.edit(SCOPE, queued, title("x"))).isEmpty();
        assertThat(device.letters.keepAsCopy(SCOPE, queued, "x")).isEmpty();
        assertThat(device.letters.discard(SCOPE, queued)).isZero();
        assertThat(device.depth()).isEqualTo(1);
    }

    @Test
    void lettersAreFew_whenThereAreMoreThanAreListed() {
        // Given
        for (int i = 0; i < DeadLetters.MOST_LISTED + 3; i++) {
            device.save("n" + i, title("note " + i));
        }
        while (device.queue.take(SCOPE, 50).isPresent()) {
            device.decide(device.take(), "e", Status.REJECTED, 0);
        }

        // When, Then
        assertThat(device.letters.list(SCOPE)).hasSize(DeadLetters.MOST_LISTED);
        assertThat(device.rows.figures(SCOPE).deadLetters()).isEqualTo(DeadLetters.MOST_LISTED + 3);
    }

    @Test
    void exportHoldsEveryUnsentPayload_queueFirst() throws IOException, InvalidJson {
        // Given
        OperationId rejected = rejected("n0", title("letter"));
        device.save("decided", title("has arrived"));
        device.decide(device.take(), "e", Status.APPLIED, 5);
        for (int i = 1; i <= 120; i++) {
            device.save("n" + i, title("note " + i));
        }
        OperationId tooLarge = device.take().window().slots().getFirst().operation();
        device.setAside(device.take().window().slots().getFirst());

        // When
        StringBuilder out = new StringBuilder();
        long written = device.export.unsent(SCOPE, out);
        StringBuilder letters = new StringBuilder();
        long lettersWritten = device.export.deadLetters(SCOPE, letters);

        // Then
        assertThat(written).isEqualTo(121);
        assertThat(lettersWritten).isEqualTo(2);
        List<Json> operations = operationsOf(out.toString());
        assertThat(operations).hasSize(121);
        assertThat(states(operations).subList(0, 119)).containsOnly("queued");
        assertThat(states(operations).subList(119, 121)).containsOnly("dead-letter");
        assertThat(operationsOf(letters.toString()).toString())
                .contains(rejected.toString(), tooLarge.toString(), "not-a-member", "body-too-large");
    }

    private static List<Json> operationsOf(String document) throws InvalidJson {
        return ((Json.Arr) ((Json.Obj) JsonReader.read(document)).members().get("operations")).items();
    }

    private static List<String> states(List<Json> operations) {
        return operations.stream()
                .map(each -> ((Json.Str) ((Json.Obj) each).members().get("state")).value())
                .toList();
    }
}
