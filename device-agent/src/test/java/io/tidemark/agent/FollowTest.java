package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.sync.WaitReason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents that never poll by themselves in a test's time: what reaches them was held for them. */
class FollowTest {
    private final ModelServer model = new ModelServer(TYPES, 3);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final Path directory;

    FollowTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TidemarkAgent follower(String name) {
        return TidemarkAgent.open(config(directory.resolve(name), server)
                .pollEvery(Duration.ofHours(1))
                .follow(Duration.ofSeconds(20))
                .build());
    }

    @Test
    void otherDeviceSeesAnEdit_whenItFollows() throws InterruptedException {
        server.setHolds(true);
        try (TidemarkAgent one = follower("one");
                TidemarkAgent other = follower("other")) {
            // Given
            one.scope(SCOPE).save("note", "first", title("first"));
            one.scope(SCOPE).awaitSynced(LONG);
            await(() -> other.scope(SCOPE).get("note", "first").isPresent());
            await(() -> server.held() >= 2);

            // When
            one.scope(SCOPE).save("note", "n", title("Milk"));

            // Then
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            assertThat(one.scope(SCOPE).awaitSynced(LONG)).isTrue();
        }
    }

    @Test
    void otherDeviceSeesEveryEdit_whenTheServerHasStreams() throws InterruptedException {
        server.setStreams(true);
        try (TidemarkAgent one = follower("one");
                TidemarkAgent other = follower("other")) {
            // Given
            await(() -> server.streams() == 2);

            // When
            for (int i = 0; i < 10; i++) {
                String note = "n" + i;
                one.scope(SCOPE).save("note", note, title(note));
                await(() -> other.scope(SCOPE).get("note", note).isPresent());
            }

            // Then: by the two streams, and by nothing else
            assertThat(one.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(server.streams()).isEqualTo(2);
            assertThat(server.held()).isZero();
        }
    }

    @Test
    void everythingArrives_whenTheStreamsBreakAndDoNotComeBack() throws InterruptedException {
        server.setStreams(true);
        server.setHolds(true);
        try (TidemarkAgent one = follower("one");
                TidemarkAgent other = follower("other")) {
            // Given
            await(() -> server.streams() == 2);

            // When
            server.setStreams(false);
            server.endStreams();
            one.scope(SCOPE).save("note", "n", title("Milk"));

            // Then
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            assertThat(one.scope(SCOPE).awaitSynced(LONG)).isTrue();
            await(() -> server.held() > 0);
        }
    }

    @Test
    void everythingArrives_whenStreamsBreakAgainAndAgain() throws InterruptedException {
        server.setStreams(true);
        server.setHolds(true);
        try (TidemarkAgent one = follower("one");
                TidemarkAgent other = follower("other")) {
            for (int i = 0; i < 5; i++) {
                // Given
                String note = "n" + i;
                one.scope(SCOPE).save("note", note, title(note));

                // When
                server.endStreams();

                // Then
                await(() -> other.scope(SCOPE).get("note", note).isPresent());
            }
            assertThat(one.scope(SCOPE).awaitSynced(LONG)).isTrue();
        }
    }

    @Test
    void anotherStreamIsOpened_whenTheDeviceTakesANewId() throws InterruptedException {
        server.setStreams(true);
        try (TidemarkAgent agent = follower("one")) {
            // Given: marks of the old id would be taken for the new one's
            await(() -> server.streams() == 1);
            model.setMark(SCOPE, agent.deviceId(), 50);

            // When
            agent.scope(SCOPE).save("note", "n", title("Milk"));

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(model.decided()).hasSize(1);
            await(() -> server.streams() == 2);
        }
    }

    @Test
    void ownEditRetiresAtOnce_whenTheServerHoldsAnAnswer() throws InterruptedException {
        server.setHolds(true);
        try (TidemarkAgent agent = follower("one")) {
            // Given
            agent.scope(SCOPE).save("note", "first", title("first"));
            agent.scope(SCOPE).awaitSynced(LONG);
            await(() -> server.held() > 0);

            // When
            agent.scope(SCOPE).save("note", "n", title("Milk"));

            // Then: well before the twenty seconds of a held answer
            assertThat(agent.scope(SCOPE).awaitSynced(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void pollsGoOn_whenTheServerHoldsNothing() {
        try (TidemarkAgent one = TidemarkAgent.open(
                        config(directory.resolve("one"), server).build());
                TidemarkAgent other = TidemarkAgent.open(
                        config(directory.resolve("other"), server).build())) {
            // Given
            await(() -> other.scope(SCOPE).syncStatus().lastPull().isPresent());

            // When
            one.scope(SCOPE).save("note", "n", title("Milk"));

            // Then
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            assertThat(server.held()).isZero();
        }
    }

    @Test
    void rowsGoAndEditsAreKept_whenAccessIsLostWhileFollowing() throws InterruptedException {
        server.setHolds(true);
        try (TidemarkAgent agent = follower("one")) {
            // Given
            agent.scope(SCOPE).save("note", "n", title("Milk"));
            agent.scope(SCOPE).awaitSynced(LONG);
            await(() -> server.held() > 0);

            // When
            model.setMember(false);
            agent.scope(SCOPE).save("note", "mine", title("unsent"));

            // Then
            await(() -> agent.scope(SCOPE).query("note").isEmpty());
            assertThat(agent.scope(SCOPE).deadLetters()).singleElement().satisfies(letter -> assertThat(letter.reason())
                    .isEqualTo("scope-not-found"));
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.SCOPE_NOT_FOUND);
            model.setMember(true);
            await(() -> agent.scope(SCOPE).get("note", "n").isPresent());
            assertThat(model.decided()).hasSize(1);
        }
    }
}
