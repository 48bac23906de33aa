package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.await;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.http.HttpTransport;
import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.Query;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.agent.store.VisibleRow;
import io.tidemark.agent.store.Whereabouts;
import io.tidemark.agent.sync.Fault;
import io.tidemark.agent.sync.Transport;
import io.tidemark.agent.sync.WaitReason;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.OperationId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole agents against the protocol over HTTP, one fault at a time. */
class AgentTest {
    private final ModelServer model = new ModelServer(TYPES, 3);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);

    private final Path directory;

    AgentTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TidemarkAgent agent(String name) {
        return TidemarkAgent.open(config(directory.resolve(name), server).build());
    }

    @Test
    void editReachesAnotherDevice_whenBothAreOnline() throws InterruptedException {
        try (TidemarkAgent one = agent("one");
                TidemarkAgent other = agent("other")) {
            // Given
            OperationId saved =
                    one.scope(SCOPE).save("note", "n", note("Milk", "2 l")).orElseThrow();

            // When
            Whereabouts whereabouts = one.scope(SCOPE).awaitSynced(saved, LONG);

            // Then
            assertThat(whereabouts).isEqualTo(Whereabouts.RETIRED);
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            assertThat(other.scope(SCOPE).get("note", "n").map(VisibleRow::fields))
                    .hasValue(new TreeMap<>(note("Milk", "2 l")));
        }
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "REQUEST_LOST",
                "ANSWER_LOST",
                "ANSWER_TRUNCATED",
                "CAPTIVE_PORTAL",
                "FOREIGN_JSON",
                "WRONG_RESULTS",
                "TOO_MANY_REQUESTS",
                "UNAVAILABLE",
                "TOKEN_EXPIRED"
            })
    void editWaitsAndArrives_whenNoAnswerIsOurs(Fate fault) throws InterruptedException {
        fate.set(fault);
        try (TidemarkAgent agent = agent("one")) {
            // Given
            OperationId saved =
                    agent.scope(SCOPE).save("note", "n", title("Milk")).orElseThrow();
            await(() -> agent.scope(SCOPE).syncStatus().waiting() != WaitReason.NONE);
            assertThat(agent.scope(SCOPE).syncStatus().depth()).isEqualTo(1);

            // When
            fate.set(Fate.ANSWERED);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(saved, LONG)).isEqualTo(Whereabouts.RETIRED);
            assertThat(agent.scope(SCOPE).deadLetters()).isEmpty();
            assertThat(model.canonical(SCOPE)).hasSize(1);
        }
    }

    @Test
    void editIsAskedForAgain_whenTheFirstAnswerIsPending() throws InterruptedException {
        fate.set(Fate.ANSWERED_BEFORE_MERGE);
        try (TidemarkAgent agent = agent("one")) {
            // Given
            OperationId saved =
                    agent.scope(SCOPE).save("note", "n", title("Milk")).orElseThrow();
            await(() -> server.pushes() > 0);

            // When
            fate.set(Fate.ANSWERED);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(saved, LONG)).isEqualTo(Whereabouts.RETIRED);
        }
    }

    @Test
    void nothingIsSent_whenOffline() throws InterruptedException {
        try (TidemarkAgent agent = agent("one")) {
            // Given
            agent.setOnline(false);
            await(() -> !agent.scope(SCOPE).syncStatus().online());
            int before = server.pushes();

            // When
            agent.scope(SCOPE).save("note", "n", title("Milk"));

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(Duration.ofMillis(200))).isFalse();
            assertThat(server.pushes()).isEqualTo(before);
            agent.setOnline(true);
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
        }
    }

    @Test
    void bothValuesStand_whenTwoDevicesEditedTheSameFieldOffline() throws InterruptedException {
        try (TidemarkAgent one = agent("one");
                TidemarkAgent other = agent("other")) {
            // Given
            one.scope(SCOPE).save("note", "n", title("Milk"));
            one.scope(SCOPE).awaitSynced(LONG);
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            other.setOnline(false);
            await(() -> !other.scope(SCOPE).syncStatus().online());

            // When
            one.scope(SCOPE).save("note", "n", title("Soy milk"));
            other.scope(SCOPE).save("note", "n", title("Oat milk"));
            one.scope(SCOPE).awaitSynced(LONG);
            other.setOnline(true);
            other.scope(SCOPE).awaitSynced(LONG);

            // Then
            assertThat(other.scope(SCOPE).get("note", "n").map(VisibleRow::fields))
                    .hasValue(new TreeMap<>(title("Soy milk")));
            assertThat(other.scope(SCOPE).conflictCopies()).singleElement().satisfies(copy -> assertThat(copy.fields())
                    .isEqualTo(title("Oat milk")));
        }
    }

    @Test
    void transactionHoldsWhole_orNotAtAll() throws InterruptedException {
        try (TidemarkAgent one = agent("one");
                TidemarkAgent other = agent("other")) {
            // Given
            one.scope(SCOPE).transaction(tx -> {
                tx.save("note", "order", title("open"));
                tx.save("note", "stock", title("7"));
            });
            one.scope(SCOPE).awaitSynced(LONG);
            await(() -> other.scope(SCOPE).query("note").size() == 2);
            other.setOnline(false);
            await(() -> !other.scope(SCOPE).syncStatus().online());

            // When
            one.scope(SCOPE).save("note", "stock", title("6"));
            one.scope(SCOPE).awaitSynced(LONG);
            other.scope(SCOPE).transaction(tx -> {
                tx.delete("note", "order");
                tx.save("note", "stock", title("5"));
            });
            assertThat(other.scope(SCOPE).get("note", "order")).isEmpty();
            other.setOnline(true);
            other.scope(SCOPE).awaitSynced(LONG);

            // Then
            assertThat(Fixture.shown(other.scope(SCOPE)))
                    .containsEntry("order", title("open"))
                    .containsEntry("stock", title("6"));
            assertThat(other.scope(SCOPE).deadLetters()).singleElement().satisfies(letter -> assertThat(letter.reason())
                    .isEqualTo("transaction-conflict"));
            VisibleRow copy = other.scope(SCOPE).conflictCopies().getFirst();
            assertThat(copy.fields()).isEqualTo(title("5"));

            // When
            other.scope(SCOPE).keepMine(copy.entity());
            other.scope(SCOPE).awaitSynced(LONG);

            // Then
            assertThat(other.scope(SCOPE).conflictCopies()).isEmpty();
            assertThat(Fixture.shown(other.scope(SCOPE))).containsEntry("stock", title("5"));
        }
    }

    @Test
    void noConflictArises_whenADeviceAloneEditsUnderLostAnswers() throws InterruptedException {
        try (TidemarkAgent agent = agent("one")) {
            for (int i = 0; i < 30; i++) {
                // Given
                fate.set(i % 3 == 0 ? Fate.ANSWER_LOST : Fate.ANSWERED);

                // When
                agent.scope(SCOPE).save("note", "n", title("version " + i));
            }
            fate.set(Fate.ANSWERED);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(agent.scope(SCOPE).conflictCopies()).isEmpty();
            assertThat(agent.scope(SCOPE).get("note", "n").map(VisibleRow::fields))
                    .hasValue(new TreeMap<>(title("version 29")));
        }
    }

    @Test
    void queueGoesOnUnderANewDeviceId_whenTheServerFindsAFork() throws InterruptedException {
        try (TidemarkAgent agent = agent("one")) {
            // Given
            String before = agent.deviceId();
            model.setMark(SCOPE, before, 1_000);

            // When
            OperationId saved =
                    agent.scope(SCOPE).save("note", "n", title("Milk")).orElseThrow();

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(saved, LONG)).isEqualTo(Whereabouts.RETIRED);
            assertThat(agent.deviceId()).isNotEqualTo(before);
            assertThat(model.decided()).contains(saved);
        }
    }

    @Test
    void everyQueueIsAskedForAgain_whenAForkIsFoundInOne() throws InterruptedException { // AG-9
        String other = "notes:bob";
        AtomicBoolean comes = new AtomicBoolean();
        Transport way = new HttpTransport(server.url(), () -> "token", Duration.ofSeconds(5), TYPES);
        AgentConfig config = config(directory.resolve("one"), server)
                .scope(other)
                .transport(new FeedWithheld(way, other, comes::get))
                .build();
        try (TidemarkAgent agent = TidemarkAgent.open(config)) {
            // Given: what was saved in one scope is decided there, and the feed has not passed it
            String before = agent.deviceId();
            agent.scope(other).save("note", "n", title("Milk"));
            await(() -> agent.scope(other).syncStatus().lastOutcome().isPresent());
            model.setMark(SCOPE, before, 1_000);

            // When
            agent.scope(SCOPE).save("note", "n", title("Bread"));
            await(() -> !agent.deviceId().equals(before));
            comes.set(true);

            // Then
            assertThat(agent.scope(other).awaitSynced(LONG)).isTrue();
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
        }
    }

    private record FeedWithheld(Transport way, String scope, BooleanSupplier comes) implements Transport {
        @Override
        public PushReply push(String where, Push push) {
            return way.push(where, push);
        }

        @Override
        public PullReply pull(String where, Optional<String> cursor, String device, int limit, Duration hold) {
            return where.equals(scope) && !comes.getAsBoolean()
                    ? new PullReply.Failed(Fault.because(WaitReason.UNREACHABLE))
                    : way.pull(where, cursor, device, limit, hold);
        }

        @Override
        public AskReply ask(String where, List<OperationId> operations) {
            return way.ask(where, operations);
        }
    }

    @Test
    void queueWaitsAndSaysWhy_whenTheServerDoesNotKnowTheSchema() throws InterruptedException {
        model.knowSchemas(false);
        try (TidemarkAgent agent = agent("one")) {
            // Given
            agent.scope(SCOPE).save("note", "n", title("Milk"));
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.SCHEMA_TOO_NEW);

            // When
            model.knowSchemas(true);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
        }
    }

    @Test
    void queueGoesOn_whenTheServerHasForgottenTheChain() throws InterruptedException {
        try (TidemarkAgent agent = agent("one")) {
            // Given
            agent.scope(SCOPE).save("note", "n", title("Milk"));
            agent.scope(SCOPE).awaitSynced(LONG);

            // When
            model.loseEverything();
            OperationId later =
                    agent.scope(SCOPE).save("note", "m", title("Bread")).orElseThrow();

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(later, LONG)).isEqualTo(Whereabouts.RETIRED);
            assertThat(model.decided()).contains(later);
        }
    }

    @Test
    void whatTheServerHasForgottenComesBack_whenItWasRestored() throws InterruptedException {
        try (TidemarkAgent agent = agent("one")) {
            // Given
            for (int i = 0; i < 10; i++) {
                agent.scope(SCOPE).save("note", "n" + i, title("note " + i));
            }
            agent.scope(SCOPE).awaitSynced(LONG);
            agent.setOnline(false);
            await(() -> !agent.scope(SCOPE).syncStatus().online());
            agent.scope(SCOPE).save("note", "mine", title("still here"));

            // When
            model.loseEverything();
            agent.setOnline(true);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            await(() -> Fixture.shown(agent.scope(SCOPE)).equals(Fixture.live(model.canonical(SCOPE))));
            assertThat(agent.scope(SCOPE).query("note")).hasSize(11);
            assertThat(agent.scope(SCOPE).deadLetters()).isEmpty();
        }
    }

    @Test
    void screenDoesNotGoBack_whileNobodyHasSaidThatTheServerWasRestored() throws InterruptedException {
        try (TidemarkAgent agent = agent("one")) {
            // Given: an edit, and the one that replaced it, both acknowledged
            agent.scope(SCOPE).save("note", "n", title("first"));
            agent.scope(SCOPE).awaitSynced(LONG);
            agent.scope(SCOPE).save("note", "n", title("second"));
            agent.scope(SCOPE).awaitSynced(LONG);

            // When: the server has lost them, and its epoch is still the same
            model.forgetEverything();
            agent.syncNow();
            await(() -> agent.scope(SCOPE).syncStatus().waiting() == WaitReason.UNEXPECTED_PAGE);

            // Then: what it has is not shown; with the new epoch it is, and what was lost with it
            assertThat(agent.scope(SCOPE).get("note", "n").map(VisibleRow::fields))
                    .hasValue(new TreeMap<>(title("second")));
            model.beginNewEpoch();
            await(() -> model.decided().size() == 2);
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(agent.scope(SCOPE).get("note", "n").map(VisibleRow::fields))
                    .hasValue(new TreeMap<>(title("second")));
        }
    }

    @Test
    void culpritBecomesADeadLetterAndOthersArrive_whenTheServerRefusesTheWholeRequest() throws InterruptedException {
        fate.set(Fate.BODY_TOO_LARGE);
        try (TidemarkAgent agent = agent("one")) {
            // Given
            OperationId first =
                    agent.scope(SCOPE).save("note", "a", title("first")).orElseThrow();
            agent.scope(SCOPE).save("note", "b", title("second"));

            // When
            await(() -> !agent.scope(SCOPE).deadLetters().isEmpty());
            fate.set(Fate.ANSWERED);

            // Then
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(agent.scope(SCOPE).deadLetters().getFirst().operation().id())
                    .isEqualTo(first);
            assertThat(agent.scope(SCOPE).retry(first)).isEqualTo(Optional.of(first));
            assertThat(agent.scope(SCOPE).awaitSynced(LONG)).isTrue();
            assertThat(model.decided()).contains(first);
        }
    }

    @Test
    void secondAgentIsRefused_whenTheDatabaseIsOpen() {
        // Given
        try (TidemarkAgent first = agent("one")) {
            assertThat(first.deviceId()).isNotEmpty();

            // When, Then
            assertThatThrownBy(() -> agent("one"))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("another agent");
        }
    }

    @Test
    void rowsAndStatusAreTold_whenTheUserOrAnotherDeviceChangesThem() {
        Watcher<List<VisibleRow>> rows = new Watcher<>();
        Watcher<SyncStatus> status = new Watcher<>();
        try (TidemarkAgent one = agent("one");
                TidemarkAgent other = agent("other")) {
            // Given
            one.scope(SCOPE)
                    .observe(Query.of("note").where("title", Json.of("Milk")))
                    .subscribe(rows);
            one.scope(SCOPE).observeSyncStatus().subscribe(status);

            // When, Then: his own edit
            one.scope(SCOPE).save("note", "n", title("Milk"));
            await(() -> rows.latest().filter(list -> list.size() == 1).isPresent());
            await(() -> status.latest().filter(SyncStatus::isSynced).isPresent());

            // When, Then: another's
            await(() -> other.scope(SCOPE).get("note", "n").isPresent());
            other.scope(SCOPE).save("note", "n", title("Bread"));
            await(() -> rows.latest().filter(List::isEmpty).isPresent());
        }
        await(() -> rows.isComplete() && status.isComplete());
    }

    private static final class Watcher<T> implements Flow.Subscriber<T> {
        private final AtomicReference<Optional<T>> latest = new AtomicReference<>(Optional.empty());
        private final AtomicBoolean complete = new AtomicBoolean();

        Optional<T> latest() {
            return latest.get();
        }

        boolean isComplete() {
            return complete.get();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T item) {
            latest.set(Optional.of(item));
        }

        @Override
        public void onError(Throwable e) {
            throw new AssertionError(e);
        }

        @Override
        public void onComplete() {
            complete.set(true);
        }
    }

    @Test
    void agentIsNotOpened_whenAnOwnPolicyIsMissing() {
        // Given
        EntityTypes types = EntityTypesFile.parse("file", """
                types:
                  card:
                    schema: 1
                    fields:
                      best: { type: string, policy: own, merge: nobody-wrote-it }
                """);
        AgentConfig config =
                config(directory.resolve("one"), server).entityTypes(types).build();

        // When, Then
        assertThatThrownBy(() -> TidemarkAgent.open(config))
                .isInstanceOf(InvalidEntityTypes.class)
                .hasMessageContaining("nobody-wrote-it");
        assertThat(directory.resolve("one")).doesNotExist();
    }

    @Test
    void editsAreThere_whenTheAgentIsOpenedAgainWithoutNetwork() {
        // Given
        URI nowhere = URI.create("http://127.0.0.1:1");
        Path database = directory.resolve("one");
        String device;
        try (TidemarkAgent agent = TidemarkAgent.open(config(database, nowhere).build())) {
            agent.scope(SCOPE).save("note", "n", title("Milk"));
            device = agent.deviceId();
        }

        // When
        try (TidemarkAgent agent = TidemarkAgent.open(config(database, nowhere).build())) {
            // Then
            List<VisibleRow> rows = agent.scope(SCOPE).query("note");
            assertThat(rows).singleElement().satisfies(row -> assertThat(row.pending())
                    .isTrue());
            assertThat(agent.scope(SCOPE).syncStatus().depth()).isEqualTo(1);
            assertThat(agent.deviceId()).isEqualTo(device);
        }
    }
}
