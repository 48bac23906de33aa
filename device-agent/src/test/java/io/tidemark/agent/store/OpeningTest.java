package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.operations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as an agent may find them. */
class OpeningTest {
    private final Path directory;
    private final Path file;
    private final StoreFile store;

    OpeningTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("agent.db");
        this.store = new StoreFile(file);
    }

    private OneDevice open() {
        return new OneDevice(file, TYPES);
    }

    private List<OperationId> saved(int count) {
        List<OperationId> saved = new ArrayList<>();
        try (OneDevice device = open()) {
            for (int i = 0; i < count; i++) {
                saved.add(device.save("n" + i, title("note " + i)));
            }
        }
        return saved;
    }

    @Test
    void damagedFileIsSetAside_andWhatCanBeReadOfItIsInTheQueue() throws SQLException, IOException {
        // Given
        List<OperationId> saved = saved(200);
        store.damage("sync_queue");
        byte[] before = Files.readAllBytes(file);

        // When
        try (OneDevice device = open()) {
            // Then
            Recovery recovery = device.database.recoveries().getFirst();
            assertThat(recovery.at()).isEqualTo(Instant.EPOCH);
            assertThat(recovery.file()).hasFileName("agent.db.damaged-19700101T000000Z");
            assertThat(Files.readAllBytes(recovery.file())).isEqualTo(before);
            assertThat(recovery.complete()).isFalse();
            assertThat(recovery.queued()).isBetween(100, 199);
            assertThat(device.depth()).isEqualTo(recovery.queued());
            List<OperationId> queued =
                    operations(device.take()).stream().map(Operation::id).toList();
            assertThat(saved).containsSubsequence(queued);
            assertThat(device.shown("n0")).hasValue(title("note 0"));
            assertThat(device.shown("n199")).hasValue(title("note 199"));
            device.save("n0", title("later"));
            assertThat(device.depth())
                    .as("what may have been sent is not squashed")
                    .isEqualTo(recovery.queued() + 1);
        }
        try (OneDevice again = open()) {
            assertThat(again.database.recoveries()).hasSize(1);
        }
    }

    @Test
    void nothingIsLost_whenOnlyRowsAreDamaged() throws SQLException, IOException {
        // Given
        try (OneDevice device = open()) {
            for (int i = 0; i < 100; i++) {
                device.save("n" + i, title("note " + i));
            }
            device.setAside(device.take().window().slots().get(3));
            device.decide(device.queue.take(SCOPE, 3).orElseThrow(), "e", Status.APPLIED, 5);
        }
        store.damage("view_row");

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.database.recoveries()).singleElement().satisfies(recovery -> {
                assertThat(recovery.queued()).isEqualTo(99);
                assertThat(recovery.deadLetters()).isEqualTo(1);
                assertThat(recovery.unreadable()).isZero();
                assertThat(recovery.complete()).isTrue();
            });
            assertThat(device.letters.list(SCOPE)).singleElement().satisfies(letter -> assertThat(letter.reason())
                    .isEqualTo("body-too-large"));
        }
    }

    @Test
    void wholeFileIsLookedAt_whenDamageWasMetWhileItWasOpen() throws SQLException, IOException {
        // Given
        saved(200);
        store.damage("view_row");
        DatabaseSettings unchecked = new DatabaseSettings(
                file,
                TYPES,
                Optional.empty(),
                Synchronous.NORMAL,
                IntegrityCheck.NONE,
                Vault.OPEN,
                InstantSource.fixed(Instant.EPOCH));
        try (Database database = Database.open(unchecked)) {
            assertThatThrownBy(() -> new Rows(database, TYPES).query(SCOPE, Query.of("note")))
                    .isInstanceOf(StoreFailure.class);
        }

        // When
        try (Database database = Database.open(unchecked)) {
            // Then
            assertThat(database.recoveries()).singleElement().satisfies(recovery -> assertThat(recovery.queued())
                    .isEqualTo(200));
            assertThat(new Rows(database, TYPES).query(SCOPE, Query.of("note"))).hasSize(200);
        }
        assertThat(store.names()).doesNotContain("agent.db.suspect");
    }

    @Test
    void operationIsADeadLetter_whenItIsNotCertainToBeAsItWasSaved() throws SQLException, IOException {
        // Given
        List<OperationId> saved = saved(100);
        store.sql(statement -> {
            statement.executeUpdate("UPDATE sync_queue SET payload = replace(payload, 'note 1\"', 'note X\"')");
            statement.executeUpdate("UPDATE sync_queue SET payload = 'x' || payload WHERE entity = 'n2'");
        });
        store.damage("view_row");

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.database.recoveries()).singleElement().satisfies(recovery -> {
                assertThat(recovery.queued()).isEqualTo(98);
                assertThat(recovery.deadLetters()).isEqualTo(1);
                assertThat(recovery.unreadable()).isEqualTo(1);
            });
            assertThat(device.letters.list(SCOPE)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo("store-damaged");
                assertThat(letter.operation().id()).isEqualTo(saved.get(1));
            });
            assertThat(device.letters.retry(SCOPE, saved.get(1))).isPresent().isNotEqualTo(saved.get(1));
        }
    }

    @Test
    void transactionThatIsNotWholeIsNotSent_whenAPartOfItIsGone() throws SQLException, IOException {
        // Given
        saved(100);
        try (OneDevice device = open()) {
            device.edits.transaction(SCOPE, tx -> {
                tx.save("note", "a", title("1"));
                tx.save("note", "b", title("2"));
            });
        }
        store.sql(statement -> statement.executeUpdate("DELETE FROM sync_queue WHERE entity = 'b'"));
        store.damage("view_row");

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.letters.list(SCOPE))
                    .extracting(DeadLetter::reason)
                    .containsExactly("transaction-incomplete");
            assertThat(device.shown("a")).isEmpty();
        }
    }

    @Test
    void freshStoreBegins_whateverTheFileIs() throws IOException {
        for (String content : List.of("not a database at all", "SQLite format 3\0" + "x".repeat(9_000))) {
            // Given
            Files.writeString(file, content);

            // When
            try (OneDevice device = open()) {
                // Then
                assertThat(device.database.recoveries()).singleElement().satisfies(recovery -> {
                    assertThat(recovery.complete()).isFalse();
                    assertThat(recovery.file()).hasContent(content);
                });
                device.save("n", title("works"));
            }
            Files.delete(file);
        }
        assertThat(store.names()).contains("agent.db.damaged-19700101T000000Z", "agent.db.damaged-19700101T000000Z-2");
    }

    @Test
    void salvageGoesOn_whereverTheProcessEnded() throws SQLException, IOException {
        // Given: ended between the moves, its log still under the old name, and the new database not begun
        saved(20);
        store.sql(statement -> {
            statement.executeUpdate("PRAGMA wal_checkpoint(TRUNCATE)");
            statement.executeUpdate("UPDATE sync_queue SET saved_at = 7");
            Path aside = directory.resolve("agent.db.damaged-X");
            copy(file, aside);
            copy(Path.of(file + "-wal"), directory.resolve("log"));
        });
        Files.delete(file);
        Files.move(directory.resolve("log"), Path.of(file + "-wal"));
        Files.writeString(Path.of(file + ".salvage"), "agent.db.damaged-X");

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.database.recoveries()).singleElement().satisfies(recovery -> assertThat(recovery.queued())
                    .isEqualTo(20));
            assertThat(store.names()).contains("agent.db.damaged-X-wal").doesNotContain("agent.db.salvage");
        }

        // Given: ended after the new database was there
        Files.writeString(Path.of(file + ".salvage"), "agent.db.damaged-X");

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.database.recoveries()).hasSize(1);
            assertThat(store.names()).doesNotContain("agent.db.salvage");
        }

        // Given: ended before anything was moved
        Files.writeString(Path.of(file + ".salvage"), "agent.db.damaged-Y");

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.database.recoveries()).hasSize(1);
            assertThat(device.depth()).isEqualTo(20);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fileIsLeftAsItIs_whenANewerVersionWroteIt() throws SQLException, IOException {
        // Given
        saved(3);
        store.sql(statement -> statement.executeUpdate("PRAGMA user_version = 99"));
        byte[] before = Files.readAllBytes(file);

        // When, Then
        assertThatThrownBy(this::open).isInstanceOf(StoreFailure.class).hasMessageContaining("newer version");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(store.names()).noneMatch(name -> name.contains("damaged"));
    }

    @Test
    void oldFileIsBroughtUpToDate_withItsQueueAndItsRows() throws SQLException {
        // Given
        store.sql(statement -> {
            for (String step : Schema.STEPS.getFirst()) {
                statement.executeUpdate(step);
            }
            statement.executeUpdate("PRAGMA user_version = 1");
            statement.executeUpdate("INSERT INTO sync_state VALUES (1, 'd-old')");
            statement.executeUpdate(
                    "INSERT INTO scope_state (scope, last_sequence, last_link) VALUES ('" + SCOPE + "', 1, 1)");
            statement.executeUpdate("""
                    INSERT INTO sync_queue (operation_id, scope, type, entity, kind, payload, fingerprint, bytes,
                        sequence, previous, saved_at)
                    VALUES ('0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f', 'notes:alice', 'note', 'n', 'upsert',
                        '{"entity":"n","fields":{"title":"old"},"kind":"upsert",\
                    "operationId":"0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f","schema":1,"seen":null,"type":"note"}',
                        'x', 1, 1, 0, 0)""");
            statement.executeUpdate(
                    "INSERT INTO view_row VALUES ('" + SCOPE + "', 'note', 'n', '{\"title\":\"old\"}', NULL)");
        });

        // When
        try (OneDevice device = open()) {
            // Then
            assertThat(device.queue.device()).isEqualTo("d-old");
            assertThat(device.depth()).isEqualTo(1);
            assertThat(device.shown("n")).hasValue(title("old"));
            device.save("n", title("new"));
            assertThat(operations(device.take()))
                    .singleElement()
                    .satisfies(operation -> assertThat(operation.toString()).contains("new"));
        }
    }
}
