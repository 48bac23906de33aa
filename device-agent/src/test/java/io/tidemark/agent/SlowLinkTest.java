package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.sync.WaitReason;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that let so much through, and cut off what is longer. */
class SlowLinkTest {
    private static final int NOTES = 120;

    private final ModelServer model = new ModelServer(TYPES, 500);
    private final ProtocolServer server = new ProtocolServer(model, () -> Fate.ANSWERED);
    private final Path directory;

    SlowLinkTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TidemarkAgent agent(String name, boolean online) {
        return TidemarkAgent.open(
                config(directory.resolve(name), server).online(online).build());
    }

    private static void save(TidemarkAgent agent, String prefix) {
        IntStream.range(0, NOTES)
                .forEach(i -> agent.scope(SCOPE).save("note", prefix + i, note("note " + i, "what it says, " + i)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_500, 8_000})
    void queueAndFeedDrain_whenTheLinkCutsWhatIsLonger(int bytes) throws InterruptedException {
        try (TidemarkAgent fast = agent("fast", true);
                TidemarkAgent slow = agent("slow", false)) {
            // Given
            save(fast, "theirs");
            assertThat(fast.scope(SCOPE).awaitSynced(LONG)).isTrue();
            save(slow, "mine");

            // When
            server.setWidest(bytes);
            slow.setOnline(true);

            // Then
            assertThat(slow.scope(SCOPE).awaitSynced(LONG)).isTrue();
            await(() -> slow.scope(SCOPE).query("note").size() == 2 * NOTES);
            assertThat(slow.scope(SCOPE).deadLetters()).isEmpty();
            assertThat(model.canonical(SCOPE)).hasSize(2 * NOTES);
        }
    }

    @Test
    void statusSaysThatExchangesBreakOff_whenNothingComesThrough() {
        try (TidemarkAgent agent = agent("slow", false)) {
            // Given
            server.setWidest(10);
            agent.scope(SCOPE).save("note", "n", note("Milk", "2 l"));

            // When
            agent.setOnline(true);

            // Then
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.BROKE_OFF);
            assertThat(agent.scope(SCOPE).syncStatus().depth()).isOne();
        }
    }
}
