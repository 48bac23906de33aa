package io.tidemark.agent.example;

import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.home;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.vault.Keys;
import io.tidemark.protocol.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app of the agent's page: it is what it says, and it runs. */
class NotesAppTest {
    private static final Path SOURCE =
            home().resolve("device-agent/src/test/java/io/tidemark/agent/example/NotesApp.java");

    private final ModelServer model = new ModelServer(TYPES, 100);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final AtomicReference<List<VisibleRow>> screen = new AtomicReference<>(List.of());
    private final Path directory;

    NotesAppTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private NotesApp app() {
        return new NotesApp(directory, "alice", TYPES, server.url(), () -> "token", new Keys("k1"));
    }

    private static List<Json> bodies(List<VisibleRow> rows) {
        return rows.stream()
                .map(row -> row.fields().getOrDefault("body", Json.NULL))
                .toList();
    }

    @Test
    void pageShowsTheApp_asItIsCompiled() throws IOException {
        // Given
        String source = Files.readString(SOURCE);
        String app = source.substring(source.indexOf("/** Notes that"));

        // When
        String page = Files.readString(home().resolve("docs/agent.md"));

        // Then
        assertThat(page).contains(app);
    }

    @Test
    void notesAreWrittenJoinedAndTakenAlong_withoutAndWithANetwork() throws IOException {
        fate.set(Fate.REQUEST_LOST);
        try (NotesApp app = app()) {
            // Given
            app.show(screen::set);
            app.write("a", Optional.empty(), "Shopping", "milk");
            app.write("b", Optional.empty(), "More", "bread");
            app.pin("a");

            // When
            app.join("a", "b");

            // Then
            await(() -> bodies(screen.get()).equals(List.of(Json.of("milk\nbread"))));
            assertThat(app.status()).contains("changes wait");
            fate.set(Fate.ANSWERED);
            await(() -> app.status().equals("All changes are on the server"));
            assertThatThrownBy(() -> app.write("c", Optional.empty(), "x".repeat(2_000), ""))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("invalid-field");
            app.rescue();
            assertThat(app.leave(directory.resolve("unsent.json")).unsent()).isZero();
        }
    }
}
