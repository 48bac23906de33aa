package io.tidemark.agent;

import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.config;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.server.Fate;
import io.tidemark.agent.server.ModelServer;
import io.tidemark.agent.server.ProtocolServer;
import io.tidemark.agent.store.SignedOut;
import io.tidemark.agent.store.StoreFailure;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user leaves, with one edit on the server and one that is not. */
class SignOutTest {
    private final ModelServer model = new ModelServer(TYPES, 3);
    private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.ANSWERED);
    private final ProtocolServer server = new ProtocolServer(model, fate::get);
    private final Path directory;
    private final Path file;
    private final TidemarkAgent agent;
    private OperationId unsent;

    SignOutTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("alice.db");
        this.agent = TidemarkAgent.open(config(file, server).account("alice").build());
        this.unsent = new OperationId(new UUID(0, 0));
    }

    @BeforeEach
    void edit() throws InterruptedException {
        agent.scope(SCOPE).save("note", "known", title("known to the server"));
        agent.scope(SCOPE).awaitSynced(LONG);
        fate.set(Fate.REQUEST_LOST);
        unsent = agent.scope(SCOPE).save("note", "n", title("unsent")).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(each -> each.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void unsentWorkWaitsForTheUser_andNothingElseStays() throws IOException, InterruptedException {
        // When
        SignOut.Done done = agent.signOut(new SignOut.KeepUnsent());

        // Then
        assertThat(done.unsent()).isEqualTo(1);
        assertThat(files()).containsExactly("alice.db");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains("unsent")
                .doesNotContain("known to the server");
        assertThatThrownBy(() ->
                        TidemarkAgent.open(config(file, server).account("bob").build()))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("another account");
        fate.set(Fate.ANSWERED);
        try (TidemarkAgent again =
                TidemarkAgent.open(config(file, server).account("alice").build())) {
            assertThat(again.scope(SCOPE).get("note", "n")).isPresent();
            again.scope(SCOPE).awaitSynced(unsent, LONG);
            Fixture.await(() -> again.scope(SCOPE).query("note").size() == 2);
        }
        assertThat(model.decided()).contains(unsent);
    }

    @Test
    void nothingStays_whenNothingIsUnsent() throws IOException, InterruptedException {
        // Given
        fate.set(Fate.ANSWERED);
        agent.scope(SCOPE).awaitSynced(LONG);

        // When
        SignOut.Done done = agent.signOut(new SignOut.KeepUnsent());

        // Then
        assertThat(done.unsent()).isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void unsentWorkIsInAFile_andNothingElseStays() throws IOException {
        // Given
        Path export = directory.resolve("unsent.json");

        // When
        SignOut.Done done = agent.signOut(new SignOut.ExportUnsent(export));

        // Then
        assertThat(done.unsent()).isEqualTo(1);
        assertThat(files()).containsExactly("unsent.json");
        assertThat(Files.readString(export)).contains(unsent.toString()).doesNotContain("known to the server");
    }

    @Test
    void everythingStays_whenTheExportCannotBeWritten() throws IOException {
        // Given
        Path export = Files.writeString(directory.resolve("there.json"), "somebody's");

        // When, Then
        assertThatThrownBy(() -> agent.signOut(new SignOut.ExportUnsent(export)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(export).hasContent("somebody's");
        try (TidemarkAgent again =
                TidemarkAgent.open(config(file, server).account("alice").build())) {
            assertThat(again.scope(SCOPE).query("note")).hasSize(2);
        }
    }

    @Test
    void editIsExported_whenItIsSavedWhileTheUserLeaves() throws Exception {
        // Given
        CountDownLatch editing = new CountDownLatch(1);
        CountDownLatch leaving = new CountDownLatch(1);
        CompletableFuture<List<OperationId>> saved =
                CompletableFuture.supplyAsync(() -> agent.scope(SCOPE).transaction(tx -> {
                    tx.save("note", "late", title("while leaving"));
                    editing.countDown();
                    await(leaving);
                }));
        await(editing);
        Path export = directory.resolve("unsent.json");
        FutureTask<SignOut.Done> signOut = new FutureTask<>(() -> agent.signOut(new SignOut.ExportUnsent(export)));
        Thread leaver = Thread.ofPlatform().start(signOut);

        // When
        Fixture.await(() -> leaver.getState() == Thread.State.WAITING);
        leaving.countDown();

        // Then
        OperationId late = saved.get(LONG.toSeconds(), TimeUnit.SECONDS).getFirst();
        assertThat(signOut.get(LONG.toSeconds(), TimeUnit.SECONDS).unsent()).isEqualTo(2);
        assertThat(Files.readString(export)).contains(late.toString());
        assertThatThrownBy(() -> agent.scope(SCOPE).save("note", "n", title("too late")))
                .isInstanceOf(SignedOut.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everythingGoes_whenTheUserSaysSo() throws IOException {
        // When
        SignOut.Done done = agent.signOut(new SignOut.DiscardUnsent());

        // Then
        assertThat(done.unsent()).isEqualTo(1);
        assertThat(files()).isEmpty();
    }
}
