package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alice's file, her edits unsent, in whatever state Bob comes upon it: none of them ever goes out as his. */
class AccountTest {
    private static final int SAVED = 100;

    private final Path file;
    private final StoreFile store;

    AccountTest(@TempDir Path directory) {
        this.file = directory.resolve("agent.db");
        this.store = new StoreFile(file);
    }

    @BeforeEach
    void save() {
        try (OneDevice device = open("alice")) {
            for (int i = 0; i < SAVED; i++) {
                device.save("n" + i, title("note " + i));
            }
        }
    }

    private OneDevice open(String account) {
        return new OneDevice(file, TYPES, Optional.of(account), Journal.Bounds.USUAL, Vault.OPEN);
    }

    private void assertRefused(String account, String because) {
        assertThatThrownBy(() -> open(account)).isInstanceOf(StoreFailure.class).hasMessageContaining(because);
    }

    @Test
    void damagedFileIsLeftAsItIs_whenItIsAnothersAccount() throws SQLException, IOException {
        // Given
        store.damage("view_row");
        byte[] before = Files.readAllBytes(file);

        // When
        assertRefused("bob", "another account");

        // Then
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(store.names()).noneMatch(name -> name.contains("damaged"));
    }

    @Test
    void accountIsSavedWithTheQueue_whenTheFileIsDamaged() throws SQLException, IOException {
        // Given
        store.damage("view_row");

        // When
        try (OneDevice device = open("alice")) {
            assertThat(device.depth()).isEqualTo(SAVED);
        }

        // Then
        assertRefused("bob", "another account");
    }

    @Test
    void accountIsSavedWithTheQueue_whenTheAppNamesNone() throws SQLException, IOException {
        // Given
        store.damage("view_row");

        // When
        try (OneDevice device = new OneDevice(file, TYPES)) {
            assertThat(device.depth()).isEqualTo(SAVED);
        }

        // Then
        assertRefused("bob", "another account");
    }

    @Test
    void salvageIsLeftToItsOwner_whenAnotherOpensInBetween() throws IOException {
        // Given
        Files.move(file, Path.of(file + ".damaged-X"));
        Files.writeString(Path.of(file + ".salvage"), "agent.db.damaged-X");

        // When
        assertRefused("bob", "another account");

        // Then
        try (OneDevice device = open("alice")) {
            assertThat(device.depth()).isEqualTo(SAVED);
        }
    }

    @Test
    void unsentWorkIsRefusedToEverybodyWhoNamesHimself_whenItCannotBeReadWhoseItIs() throws SQLException, IOException {
        // Given
        store.damage("account");

        // When
        assertRefused("bob", "whose it is");
        assertRefused("alice", "whose it is");

        // Then
        try (OneDevice device = new OneDevice(file, TYPES)) {
            assertThat(device.depth()).isEqualTo(SAVED);
        }
    }

    @Test
    void freshStoreBegins_whenItCannotBeReadWhoseItIsAndNothingIsInIt() throws IOException {
        // Given
        Files.writeString(file, "not a database at all");

        // When
        try (OneDevice device = open("bob")) {
            device.save("n", title("Bob's"));
        }

        // Then
        assertRefused("alice", "another account");
    }

    @Test
    void oldFileIsLeftAsItIs_whenItIsAnothersAccount() throws SQLException, IOException {
        // Given
        Files.delete(file);
        store.sql(statement -> {
            for (List<String> step : Schema.STEPS.subList(0, Schema.WITH_ACCOUNT)) {
                for (String sql : step) {
                    statement.executeUpdate(sql);
                }
            }
            statement.executeUpdate("PRAGMA user_version = " + Schema.WITH_ACCOUNT);
            statement.executeUpdate("INSERT INTO account (one, name) VALUES (1, 'alice')");
        });
        byte[] before = Files.readAllBytes(file);

        // When
        assertRefused("bob", "another account");

        // Then
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
