package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.vault.Keys;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields that nobody reads in the file, wherever they come to lie. */
class EncryptionTest {
    private static final String SECRET = "Geheimnis";

    private final Path directory;
    private final Path file;
    private final Keys keys = new Keys("k1");

    EncryptionTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("agent.db");
    }

    private OneDevice open() {
        return open(Vault.of(keys, Map.of("note", Set.of("body"))));
    }

    private OneDevice open(Vault vault) {
        return new OneDevice(file, TYPES, Journal.Bounds.USUAL, vault);
    }

    private static Map<String, Json> secret(int number) {
        return note("title " + number, SECRET + number);
    }

    private static CanonicalRow copy() {
        ConflictOrigin origin = new ConflictOrigin(
                "n4",
                "bob:d",
                new OperationId(new UUID(1, 1)),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(Map.of("body", new SeenValue.Value(Json.of(SECRET + "seen")))),
                new TreeMap<>(Map.of("body", Json.of(SECRET + "theirs"))),
                Optional.empty(),
                false,
                Optional.empty());
        return new CanonicalRow.Live(
                new EntityKey("note", "copy"),
                1,
                5,
                new TreeMap<>(Map.of("body", Json.of(SECRET + "ours"))),
                Optional.of(origin));
    }

    /** One secret in each place that a value passes through. */
    private static void fill(OneDevice device) {
        device.save("n1", secret(1));
        device.decide(device.take(), "e", Status.APPLIED, 2);
        device.checkpoint("e", 5, 0, row("n1", 2, secret(1)), row("n4", 4, secret(4)), copy());
        device.save("n2", secret(2));
        device.decide(device.take(), "e", Status.REJECTED, 0);
        device.save("n4", Map.of("body", Json.of(SECRET + "edited")));
        device.save("n4", Map.of("body", Json.of(SECRET + "squashed")));
        device.feed.stage(
                SCOPE,
                device.feed.reader(SCOPE),
                new ChangesPage("e", 5, 7, "c7", false, OptionalLong.empty(), List.of(row("n7", 7, secret(7)))));
    }

    private List<String> filesWith(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                if (new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(each.getFileName().toString());
                }
            }
        }
        return found;
    }

    private static List<String> tablesWith(OneDevice device, String text) {
        List<String> found = new ArrayList<>();
        for (String table : List.of("staged_row", "canonical_row", "view_row")) {
            if (contains(device, table, "fields || coalesce(sealed, '') || coalesce(conflict, '')", text)) {
                found.add(table);
            }
        }
        for (String table : List.of("sync_queue", "dead_letter", "journal")) {
            if (contains(device, table, "payload", text)) {
                found.add(table);
            }
        }
        return found;
    }

    private static boolean contains(OneDevice device, String table, String columns, String text) {
        return device.database.read(
                session -> session.exists("SELECT 1 FROM " + table + " WHERE instr(" + columns + ", ?)", text));
    }

    @Test
    void secretIsNowhereInTheFiles_andInEveryPlaceWithoutEncryption() throws IOException {
        // Given
        try (OneDevice plain = new OneDevice(directory.resolve("plain.db"), TYPES)) {
            fill(plain);
            assertThat(tablesWith(plain, SECRET)).hasSize(6);
        }

        // When
        try (OneDevice device = open()) {
            fill(device);
            assertThat(filesWith(SECRET)).containsExactly("plain.db");
            assertThat(tablesWith(device, "sealed:k1:")).hasSize(6);
        }

        // Then
        assertThat(filesWith(SECRET)).containsExactly("plain.db");
        assertThat(filesWith("title 1")).contains("agent.db");
    }

    @Test
    void everythingIsAsItWas_whenItIsReadAgain() throws IOException {
        // Given
        try (OneDevice device = open()) {
            fill(device);
        }

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.shown("n1")).hasValue(secret(1));
            assertThat(device.shown("n4")).hasValue(note("title 4", SECRET + "squashed"));
            assertThat(device.rows.conflictCopies(SCOPE)).singleElement().satisfies(copy -> {
                assertThat(copy.fields()).isEqualTo(Map.of("body", Json.of(SECRET + "ours")));
                assertThat(copy.conflict().orElseThrow().theirs())
                        .isEqualTo(Map.of("body", Json.of(SECRET + "theirs")));
            });
            assertThat(device.letters.list(SCOPE).getFirst().operation().toString())
                    .contains(SECRET + "2");
            StringBuilder export = new StringBuilder();
            device.export.unsent(SCOPE, export);
            assertThat(export).contains(SECRET + "2", SECRET + "squashed");
            assertThat(operations(device.take())).singleElement().satisfies(edit -> {
                assertThat(edit.toString()).contains(SECRET + "squashed");
                String plain = CanonicalJson.write(OperationCodec.payload(edit));
                assertThat(contains(
                                device,
                                "sync_queue",
                                "fingerprint",
                                ContentHash.of(plain.getBytes(StandardCharsets.UTF_8))
                                        .text()))
                        .isTrue();
            });
            device.feed.startOver(SCOPE);
            device.checkpoint("f", 1, 0);
            assertThat(device.shown("n1")).hasValue(secret(1));
        }
    }

    @Test
    void queryIsRefused_whenItAsksForAnEncryptedField() {
        try (OneDevice device = open()) {
            fill(device);
            Query notes = Query.of("note");
            assertThat(device.rows.query(
                            SCOPE, notes.where("title", Json.of("title 1")).ascending("title")))
                    .hasSize(1);
            assertThatThrownBy(() -> device.rows.query(SCOPE, notes.where("body", Json.of("x"))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("encrypted");
            assertThatThrownBy(() -> device.rows.check(notes.descending("body")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nothingIsLeftUnderTheOldKey_afterStepsOfAFewEach() {
        // Given
        try (OneDevice device = open()) {
            fill(device);
        }
        keys.use("k2");

        // When
        try (OneDevice device = open()) {
            Reencryption reencryption = new Reencryption(device.database);
            List<Integer> steps = new ArrayList<>();
            do {
                steps.add(reencryption.step(3));
            } while (steps.getLast() > 0);

            // Then
            assertThat(steps).allMatch(step -> step <= 3).hasSizeGreaterThan(3);
            assertThat(tablesWith(device, "sealed:k1:")).isEmpty();
            assertThat(tablesWith(device, "sealed:k2:")).hasSize(6);
        }
        keys.lose("k1");
        try (OneDevice device = open()) {
            assertThat(device.shown("n1")).hasValue(secret(1));
            assertThat(device.rows.conflictCopies(SCOPE)).hasSize(1);
            assertThat(device.letters.list(SCOPE)).hasSize(1);
            assertThat(device.take().window().slots()).hasSize(1);
        }
    }

    @Test
    void plainValuesAreEncryptedInSteps_whenEncryptionIsTurnedOnLater() {
        // Given
        try (OneDevice device = new OneDevice(file, TYPES)) {
            fill(device);
        }

        // When
        try (OneDevice device = open()) {
            assertThat(device.shown("n1")).hasValue(secret(1));
            Reencryption reencryption = new Reencryption(device.database);
            while (reencryption.step(100) > 0) {
                assertThat(tablesWith(device, SECRET)).isEmpty();
            }

            // Then
            assertThat(tablesWith(device, SECRET)).isEmpty();
            assertThat(device.shown("n1")).hasValue(secret(1));
            assertThat(device.rows
                            .conflictCopies(SCOPE)
                            .getFirst()
                            .conflict()
                            .orElseThrow()
                            .theirs())
                    .isEqualTo(Map.of("body", Json.of(SECRET + "theirs")));
        }
    }

    @Test
    void failureSaysNothingOfWhatIsInTheFile_whenTheKeyIsMissing() {
        // Given
        try (OneDevice device = open()) {
            fill(device);
        }
        keys.use("k2");
        keys.lose("k1");

        // When, Then
        try (OneDevice device = open()) {
            assertThatThrownBy(() -> device.shown("n1"))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("key")
                    .hasStackTraceContaining("Vault")
                    .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain(SECRET, "k1"));
        }
    }

    @Test
    void valueIsRefused_whenItWasMovedToAnotherEntity() {
        try (OneDevice device = open()) {
            // Given
            fill(device);

            // When
            device.database.write(session ->
                    session.update("UPDATE view_row SET sealed = (SELECT sealed FROM view_row WHERE entity = 'n1')"
                            + " WHERE entity = 'n4'"));

            // Then
            assertThatThrownBy(() -> device.shown("n4"))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("belongs elsewhere");
        }
    }

    @Test
    void salvageWaitsForTheKey_andThenTakesEverything() throws IOException {
        // Given
        try (OneDevice device = open()) {
            fill(device);
        }
        Files.move(file, directory.resolve("agent.db.damaged-X"));
        Files.writeString(directory.resolve("agent.db.salvage"), "agent.db.damaged-X");
        keys.lose("k1");
        assertThatThrownBy(this::open).isInstanceOf(StoreFailure.class).hasMessageContaining("missing");

        // When
        keys.use("k1");
        try (OneDevice device = open()) {
            // Then
            assertThat(device.database.recoveries()).singleElement().satisfies(recovery -> {
                assertThat(recovery.queued()).isEqualTo(1);
                assertThat(recovery.deadLetters()).isEqualTo(1);
                assertThat(recovery.unreadable()).isZero();
            });
            assertThat(tablesWith(device, SECRET)).isEmpty();
            assertThat(device.shown("n4")).hasValue(Map.of("body", Json.of(SECRET + "squashed")));
        }
    }
}
