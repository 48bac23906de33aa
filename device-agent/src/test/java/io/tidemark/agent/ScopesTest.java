package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.Query;
import io.tidemark.agent.store.UnsentWork;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.operation.OperationId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scopes that come and go while the agent is open. */
class ScopesTest {
    private static final String TEAM = "notes:team";

    private final ModelServer model = new ModelServer(TYPES, 3);
    private final ProtocolServer server = new ProtocolServer(model, () -> Fate.ANSWERED);
    private final Path directory;

    ScopesTest(@TempDir Path directory) {
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

    @Test
    void rowsComeAndEditsGo_whenAScopeIsFollowedLater() throws InterruptedException {
        try (TidemarkAgent one = agent("one", true);
                TidemarkAgent other = agent("other", true)) {
            // Given
            one.follow(TEAM).save("note", "n", title("Milk"));

            // When
            SyncedScope team = other.follow(TEAM);

            // Then
            await(() -> team.get("note", "n").isPresent());
            OperationId saved = team.save("note", "m", title("Bread")).orElseThrow();
            assertThat(team.awaitSynced(saved, LONG)).isEqualTo(Whereabouts.RETIRED);
            assertThat(other.scope(TEAM)).isSameAs(team).isSameAs(other.follow(TEAM));
        }
    }

    @Test
    void rowsGoAndNothingIsSaved_whenAScopeIsUnfollowed() throws InterruptedException {
        Completion observer = new Completion();
        try (TidemarkAgent agent = agent("one", true)) {
            // Given
            SyncedScope team = agent.follow(TEAM);
            team.save("note", "n", title("Milk"));
            assertThat(team.awaitSynced(LONG)).isTrue();
            team.observe(Query.of("note")).subscribe(observer);

            // When
            agent.unfollow(TEAM);

            // Then
            assertThat(team.query("note")).isEmpty();
            assertThat(team.syncStatus().waiting()).isEqualTo(WaitReason.NOT_FOLLOWED);
            assertThat(observer.isComplete()).isTrue();
            assertThat(agent.unsentElsewhere()).isEmpty();
            assertThatThrownBy(() -> team.save("note", "m", title("Bread"))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> agent.scope(TEAM)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void chainGoesOnAndRowsComeBack_whenAScopeIsFollowedAgain() throws InterruptedException {
        try (TidemarkAgent agent = agent("one", true)) {
            // Given
            SyncedScope team = agent.follow(TEAM);
            String device = agent.deviceId();
            team.save("note", "n", title("Milk"));
            assertThat(team.awaitSynced(LONG)).isTrue();
            agent.unfollow(TEAM);

            // When
            agent.follow(TEAM);

            // Then
            await(() -> team.get("note", "n").isPresent());
            OperationId saved = team.save("note", "n", title("Soy milk")).orElseThrow();
            assertThat(team.awaitSynced(saved, LONG)).isEqualTo(Whereabouts.RETIRED);
            assertThat(agent.deviceId()).isEqualTo(device);
            assertThat(team.conflictCopies()).isEmpty();
        }
    }

    @Test
    void unfollowIsRefusedAndTheEditArrives_whenItIsUnsent() throws InterruptedException {
        try (TidemarkAgent agent = agent("one", false)) {
            // Given
            SyncedScope team = agent.follow(TEAM);
            team.save("note", "n", title("Milk"));

            // When, Then
            assertThatThrownBy(() -> agent.unfollow(TEAM))
                    .asInstanceOf(type(UnsentWork.class))
                    .extracting(UnsentWork::operations)
                    .isEqualTo(1L);
            assertThat(agent.scope(TEAM).query("note")).hasSize(1);
            agent.setOnline(true);
            assertThat(team.awaitSynced(LONG)).isTrue();
        }
    }

    @Test
    void unsentWorkIsReportedAndSentLater_whenItIsKept() throws InterruptedException {
        OperationId saved;
        try (TidemarkAgent agent = agent("one", true)) {
            // Given
            SyncedScope team = agent.follow(TEAM);
            team.save("note", "theirs", title("there"));
            assertThat(team.awaitSynced(LONG)).isTrue();
            agent.setOnline(false);
            await(() -> !team.syncStatus().online());
            saved = team.save("note", "mine", title("Milk")).orElseThrow();

            // When
            long kept = agent.unfollowKeepingUnsent(TEAM);

            // Then
            assertThat(kept).isEqualTo(1);
            assertThat(agent.unsentElsewhere()).isEqualTo(Map.of(TEAM, 1L));
        }
        try (TidemarkAgent agent = agent("one", false)) {
            // Given
            assertThat(agent.unsentElsewhere()).isEqualTo(Map.of(TEAM, 1L));

            // When
            SyncedScope team = agent.follow(TEAM);

            // Then
            assertThat(agent.unsentElsewhere()).isEmpty();
            assertThat(team.query("note"))
                    .singleElement()
                    .extracting(VisibleRow::fields)
                    .isEqualTo(title("Milk"));
            agent.setOnline(true);
            assertThat(team.awaitSynced(saved, LONG)).isEqualTo(Whereabouts.RETIRED);
            assertThat(team.query("note")).hasSize(2);
        }
    }

    @Test
    void unfollowIsRefused_whenItComesFromWithinATransaction() {
        try (TidemarkAgent agent = agent("one", true)) {
            // Given
            SyncedScope team = agent.follow(TEAM);

            // When, Then
            assertThatThrownBy(() -> team.transaction(tx -> agent.unfollow(TEAM)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(agent.scope(TEAM)).isSameAs(team);
        }
    }

    private static final class Completion implements Flow.Subscriber<List<VisibleRow>> {
        private final CountDownLatch complete = new CountDownLatch(1);

        boolean isComplete() throws InterruptedException {
            return complete.await(LONG.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<VisibleRow> rows) {}

        @Override
        public void onError(Throwable e) {
            throw new AssertionError(e);
        }

        @Override
        public void onComplete() {
            complete.countDown();
        }
    }
}
