package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Basis;
import io.tidemark.protocol.operation.SeenValue;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was copied, or lost its last commits: the server's mark is ahead of what it holds. */
class ForkTest {
    private final OneDevice device;

    ForkTest(@TempDir Path directory) {
        device = new OneDevice(directory.resolve("agent.db"), TYPES);
        device.checkpoint("e", 1, 0, row("n", 1, title("old")));
        device.save("n", title("mine"));
    }

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void editThatWasNeverSentShows_whenTheMarkIsAheadOfIt() {
        // When
        device.checkpoint("e", 2, 7, row("n", 2, title("old")));

        // Then
        assertThat(device.shown("n")).hasValue(title("mine"));
        device.take();
        device.save("n", title("mine, too"));
        assertThat(operations(device.take()).getLast().basis())
                .isEqualTo(Basis.Seen.of(Map.of("title", new SeenValue.Value(Json.of("mine")))));
    }

    @Test
    void editShowsAgain_whenTheDeviceHasTakenANewId() {
        // Given
        String forked = device.take().window().device();
        device.checkpoint("e", 2, 7, row("n", 2, title("old")));
        assertThat(device.shown("n")).as("the mark says that the row holds it").hasValue(title("old"));

        // When
        device.queue.takeNewDevice(forked);

        // Then
        assertThat(device.shown("n")).hasValue(title("mine"));
    }
}
