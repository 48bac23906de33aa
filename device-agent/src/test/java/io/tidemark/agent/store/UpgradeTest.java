package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.SeenValue;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app that is upgraded offline, with rows on the device and edits in the queue. */
class UpgradeTest {
    private static final EntityTypes OLD = EntityTypesFile.parse("old", """
            types:
              note:
                schema: 1
                fields:
                  title: { type: string }
                  content: { type: string }
                  color: { type: string }
            """);
    private static final EntityTypes NEW = EntityTypesFile.parse("new", """
            types:
              note:
                schema: 2
                fields:
                  title: { type: string }
                  body: { type: string, renamed: [{ from: content, in: 2 }] }
                  priority: { type: integer, since: 2, default: 0 }
                removed:
                  color: { type: string, in: 2, default: "none" }
            """);

    private final Path file;

    UpgradeTest(@TempDir Path directory) {
        this.file = directory.resolve("agent.db");
    }

    private OneDevice old() {
        return new OneDevice(file, OLD);
    }

    private OneDevice upgraded() {
        return new OneDevice(file, NEW);
    }

    private static Map<String, Json> content(String text) {
        return Map.of("content", Json.of(text));
    }

    private static Map<String, Json> now(String text) {
        return Map.of("body", Json.of(text), "priority", Json.of(0L));
    }

    private static CanonicalRow copy() {
        ConflictOrigin origin = new ConflictOrigin(
                "n",
                "bob:d",
                new OperationId(new UUID(1, 1)),
                Reason.UNSEEN_VALUE,
                new TreeMap<>(Map.of("content", new SeenValue.Absent())),
                new TreeMap<>(content("theirs")),
                Optional.empty(),
                false,
                Optional.empty());
        return new CanonicalRow.Live(
                new EntityKey("note", "copy"), 1, 2, new TreeMap<>(content("ours")), Optional.of(origin));
    }

    @Test
    void rowsAreUnderTheNewNames_beforeAnythingIsPulled() {
        // Given
        try (OneDevice device = old()) {
            device.checkpoint(
                    "e", 2, 0, row("n", 1, Map.of("content", Json.of("text"), "color", Json.of("red"))), copy());
        }

        // When
        try (OneDevice device = upgraded()) {
            // Then
            assertThat(device.shown("n")).hasValue(now("text"));
            assertThat(device.rows.query(SCOPE, Query.of("note").where("body", Json.of("text"))))
                    .hasSize(1);
            assertThat(device.rows.conflictCopies(SCOPE)).singleElement().satisfies(copy -> {
                assertThat(copy.fields()).isEqualTo(Map.of("body", Json.of("ours")));
                assertThat(copy.conflict().orElseThrow().theirs()).isEqualTo(Map.of("body", Json.of("theirs")));
            });
        }
    }

    @Test
    void editThatWasNeverSentGoesUnderTheNewNames_andOneThatWasSentAsItWas() {
        // Given
        OperationId sent;
        OperationId unsent;
        try (OneDevice device = old()) {
            device.checkpoint("e", 1, 0, row("n", 1, content("first")));
            sent = device.save("sent", content("sent"));
            device.take();
            unsent = device.save("n", Map.of("content", Json.of("second"), "color", Json.of("red")));
        }

        // When
        try (OneDevice device = upgraded()) {
            device.save("n", Map.of("body", Json.of("third")));
            Outgoing outgoing = device.take();

            // Then
            assertThat(device.shown("sent")).hasValue(Map.of("body", Json.of("sent")));
            List<Operation> operations = operations(outgoing);
            assertThat(operations.get(0)).isInstanceOfSatisfying(Operation.Upsert.class, as -> {
                assertThat(as.id()).isEqualTo(sent);
                assertThat(as.schema()).isEqualTo(1);
                assertThat(as.fields()).isEqualTo(content("sent"));
            });
            assertThat(operations.get(1)).isInstanceOfSatisfying(Operation.Upsert.class, as -> {
                assertThat(as.id()).isNotEqualTo(unsent).isEqualTo(device.queue.sentAs(unsent));
                assertThat(as.schema()).isEqualTo(2);
                assertThat(as.fields()).isEqualTo(Map.of("body", Json.of("second")));
                assertThat(as.basis()).isEqualTo(Basis.Seen.of(Map.of("body", new SeenValue.Value(Json.of("first")))));
            });
            assertThat(operations.get(2).basis())
                    .isEqualTo(Basis.Seen.of(Map.of("body", new SeenValue.Value(Json.of("second")))));
            assertThat(device.queue.whereabouts(unsent)).isEqualTo(Whereabouts.QUEUED);
            assertThat(operations(device.take())).isEqualTo(operations);
        }
    }

    @Test
    void editOfARemovedFieldAloneGoesAsItWas_forTheServerToSayWhatBecameOfIt() {
        // Given
        OperationId saved;
        try (OneDevice device = old()) {
            saved = device.save("n", Map.of("color", Json.of("red")));
        }

        // When
        try (OneDevice device = upgraded()) {
            // Then
            assertThat(operations(device.take())).singleElement().satisfies(operation -> assertThat(operation.id())
                    .isEqualTo(saved));
        }
    }

    @Test
    void deadLetterIsKeptUnderTheNewNames_whenItBecomesACopy() {
        // Given
        OperationId letter;
        try (OneDevice device = old()) {
            letter = device.save("n", content("mine"));
            device.decide(device.take(), "e", Status.REJECTED, 0);
        }

        // When
        try (OneDevice device = upgraded()) {
            device.letters.keepAsCopy(SCOPE, letter, "copy");

            // Then
            assertThat(device.shown("copy")).hasValue(Map.of("body", Json.of("mine")));
        }
    }

    @Test
    void fileIsLeftAsItIs_whenAnOlderAppOpensIt() throws IOException {
        // Given
        try (OneDevice device = upgraded()) {
            device.save("n", now("text"));
        }
        byte[] before = Files.readAllBytes(file);

        // When, Then
        assertThatThrownBy(this::old).isInstanceOf(StoreFailure.class).hasMessageContaining("newer declaration");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        upgraded().close();
    }
}
