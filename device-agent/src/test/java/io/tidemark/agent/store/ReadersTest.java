package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.vault.Vault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads beside each other: a long one holds up no short one, and there are never more than the bound. */
class ReadersTest {
    private static final int LIMIT_SECONDS = 20;

    private final Path file;
    private final OneDevice device;
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);

    ReadersTest(@TempDir Path directory) {
        this.file = directory.resolve("agent.db");
        this.device = new OneDevice(file, TYPES);
    }

    @AfterEach
    void close() {
        end.countDown();
        others.close();
        device.close();
    }

    /** As many reads as that, each in the middle of its work until {@code end}. */
    private List<Future<String>> longReads(int count) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(count);
        List<Future<String>> reads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            reads.add(others.submit(() -> device.database.read(session -> {
                String before = titleOf(session);
                begun.countDown();
                awaitEnd();
                return before + ", then " + titleOf(session);
            })));
        }
        assertThat(begun.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return reads;
    }

    private static String titleOf(Session session) throws SQLException {
        return ViewRows.visible(session, SCOPE, OneDevice.note("n"))
                .map(row -> String.valueOf(row.fields().get("title")))
                .orElse("nothing");
    }

    private void awaitEnd() {
        try {
            assertThat(end.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shortReadDoesNotWait_whileALongOneIsUnderWay() throws Exception {
        // Given
        List<Future<String>> reads = longReads(1);
        device.save("n", title("saved meanwhile"));

        // When
        boolean seen = others.submit(() -> device.rows.get(SCOPE, OneDevice.note("n")))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .isPresent();

        // Then
        assertThat(seen).isTrue();
        end.countDown();
        for (Future<String> read : reads) {
            assertThat(read.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("nothing, then nothing");
        }
    }

    @Test
    void noMoreThanTheBoundAreOpened_whenManyReadAtOnce() throws Exception {
        // Given
        AtomicInteger opened = new AtomicInteger();
        Readers readers = readers(opened);
        List<Session> taken = new ArrayList<>();
        for (int i = 0; i < Readers.MOST; i++) {
            taken.add(readers.take());
        }
        List<Future<Session>> waiting = List.of(others.submit(readers::take), others.submit(readers::take));

        // When
        taken.forEach(readers::giveBack);

        // Then
        for (Future<Session> next : waiting) {
            assertThat(taken).contains(next.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            readers.giveBack(next.get());
        }
        readers.close();
        assertThat(opened).hasValue(Readers.MOST);
    }

    @Test
    void noneIsHandedOut_whenTheyAreClosed() throws SQLException {
        // Given
        Readers readers = readers(new AtomicInteger());
        readers.giveBack(readers.take());
        readers.close();

        // When, Then
        assertThatThrownBy(readers::take).isInstanceOf(SQLException.class);
    }

    private Readers readers(AtomicInteger opened) {
        return new Readers(() -> {
            opened.incrementAndGet();
            return new Session(Connections.reader(file, Synchronous.NORMAL), TYPES, Vault.OPEN);
        });
    }
}
