package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.LONG;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.note;
import static io.tidemark.agent.store.OneDevice.operations;
import static io.tidemark.agent.store.OneDevice.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.tidemark.agent.store.OperationQueue.Outgoing;
import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.operation.TransactionPart;
import io.tidemark.protocol.outcome.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits that apply whole or not at all: what the store does with them from {@code save} to the end. */
class TransactionTest {
    private final OneDevice device;

    TransactionTest(@TempDir Path directory) {
        TreeMap<String, EntityType> types = new TreeMap<>(TYPES.byName());
        types.putAll(CARDS.byName());
        device = new OneDevice(directory.resolve("agent.db"), new EntityTypes(types));
    }

    @AfterEach
    void close() {
        device.close();
    }

    private List<OperationId> transaction(Consumer<OpenTransaction> work) {
        return device.edits.transaction(SCOPE, work);
    }

    @Test
    void nothingIsStored_whenTheWorkThrowsWhatNobodyDeclared() {
        for (Throwable unexpected : List.of(new AssertionError("to do"), new IOException("undeclared"))) {
            // Given
            assertThatThrownBy(() -> transaction(tx -> {
                        tx.save("note", "phantom", title("half"));
                        throw unchecked(unexpected);
                    }))
                    .isSameAs(unexpected);

            // When
            device.save("n", title("after " + unexpected.getMessage()));

            // Then
            assertThat(device.shown("phantom")).isEmpty();
            assertThat(device.depth()).isEqualTo(1);
        }
    }

    /** As code in Kotlin throws, of which nobody is told. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private List<OperationId> notes(int first, int last) {
        return transaction(tx -> {
            for (int i = first; i <= last; i++) {
                tx.save("note", "n" + i, title("note " + i));
            }
        });
    }

    private static List<String> ids(Outgoing sent) {
        return operations(sent).stream()
                .map(operation -> operation.entity().id())
                .toList();
    }

    @Test
    void operationsSayTheirPlace_whenTheyAreOneTransaction() {
        // Given
        device.save("old", title("old"));

        // When
        List<OperationId> made = transaction(tx -> {
            tx.save("note", "a", title("first"));
            tx.save("note", "a", title("second"));
            tx.delete("note", "old");
            tx.delete("note", "nobody");
        });

        // Then
        List<Operation> sent = operations(device.take());
        assertThat(sent.subList(1, 4)).extracting(Operation::id).containsExactlyElementsOf(made);
        UUID id = sent.get(1).transaction().orElseThrow().id();
        assertThat(sent)
                .extracting(Operation::transaction)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new TransactionPart(id, 1, 3)),
                        Optional.of(new TransactionPart(id, 2, 3)),
                        Optional.of(new TransactionPart(id, 3, 3)));
        assertThat(device.shown("a")).hasValue(title("second"));
        assertThat(device.shown("old")).isEmpty();
    }

    @Test
    void editStandsAlone_whenATransactionHasNoOther() {
        // When
        transaction(tx -> tx.save("note", "a", title("alone")));
        List<OperationId> nothing = transaction(tx -> tx.save("note", "a", title("alone")));

        // Then
        assertThat(nothing).isEmpty();
        assertThat(operations(device.take())).singleElement().satisfies(operation -> assertThat(operation.transaction())
                .isEmpty());
    }

    @Test
    void fieldsAndChangesGoApart_soThatNoIncrementIsLostInACopy() {
        // Given
        EntityKey card = new EntityKey("card", "c");
        device.edits.save(SCOPE, card, Map.of("title", Json.of("a"), "likes", Json.of(1L)));

        // When
        transaction(tx -> {
            tx.save("card", "c", Map.of("title", Json.of("b"), "likes", Json.of(3L)));
            tx.save("note", "n", title("other"));
        });

        // Then
        List<Operation> sent = operations(device.take());
        assertThat(sent).hasSize(4);
        assertThat(sent.get(1)).isInstanceOfSatisfying(Operation.Upsert.class, fields -> {
            assertThat(fields.fields()).containsOnlyKeys("title");
            assertThat(fields.changes()).isEmpty();
        });
        assertThat(sent.get(2)).isInstanceOfSatisfying(Operation.Upsert.class, changes -> {
            assertThat(changes.fields()).isEmpty();
            assertThat(changes.changes()).containsOnlyKeys("likes");
        });
        assertThat(device.rows.get(SCOPE, card).map(VisibleRow::fields))
                .hasValue(new TreeMap<>(Map.of("title", Json.of("b"), "likes", Json.of(3L))));
    }

    @Test
    void nothingIsStored_whenTheWorkFails() {
        // Given
        device.save("a", title("before"));
        Json large = Json.of("x".repeat(200_000));

        // When, Then
        assertThatThrownBy(() -> transaction(tx -> {
                    tx.save("note", "a", title("after"));
                    throw new IllegalArgumentException("the app's own");
                }))
                .hasMessage("the app's own");
        assertThatThrownBy(() -> notes(1, 51))
                .isInstanceOf(TransactionTooLarge.class)
                .hasMessageContaining("50 operations");
        assertThatThrownBy(() -> transaction(tx -> {
                    for (int i = 0; i < 3; i++) {
                        tx.save("note", "large" + i, Map.of("body", large));
                    }
                }))
                .isInstanceOf(TransactionTooLarge.class)
                .hasMessageContaining("512 KiB");
        assertThatThrownBy(() -> transaction(tx -> {
                    tx.save("note", "a", title("after"));
                    try {
                        tx.save("note", "a", Map.of("colour", Json.of("red")));
                    } catch (InvalidOperation swallowed) {
                        assertThat(swallowed.reason().slug()).isEqualTo("unknown-field");
                    }
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(device.depth()).isEqualTo(1);
        assertThat(device.rows.query(SCOPE, Query.of("note"))).hasSize(1);
        assertThat(device.shown("a")).hasValue(title("before"));
        assertThat(notes(1, 50)).hasSize(50);
    }

    @Test
    void transactionIsRefused_whereItDoesNotBelong() throws InterruptedException {
        // Given
        AtomicReference<OpenTransaction> escaped = new AtomicReference<>();
        AtomicReference<Throwable> elsewhere = new AtomicReference<>();

        // When
        transaction(tx -> {
            escaped.set(tx);
            Thread other = Thread.ofVirtual().unstarted(() -> tx.get("note", "a"));
            other.setUncaughtExceptionHandler((thread, e) -> elsewhere.set(e));
            other.start();
            try {
                assertThat(other.join(LONG)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            assertThatThrownBy(() -> device.save("a", title("from outside"))).isInstanceOf(IllegalStateException.class);
            tx.save("note", "b", title("inside"));
            assertThat(tx.get("note", "b")).isPresent();
        });

        // Then
        assertThat(elsewhere.get()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> escaped.get().save("note", "a", title("late")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ids(device.take())).containsExactly("b");
    }

    @Test
    void pushEndsBeforeATransaction_thatDoesNotFitWhole() {
        // Given
        device.save("first", title("first"));
        notes(1, 30);
        notes(31, 60);

        // When, Then
        assertThat(device.queue.take(SCOPE, 1).orElseThrow().window().slots()).hasSize(1);
        assertThat(device.queue.take(SCOPE, 30).orElseThrow().window().slots()).hasSize(1);
        Outgoing sent = device.queue.take(SCOPE, 50).orElseThrow();
        assertThat(sent.window().slots()).hasSize(31);
        device.decide(sent, "e", Status.APPLIED, 5);
        assertThat(device.queue.take(SCOPE, 3).orElseThrow().window().slots()).hasSize(30);
    }

    @Test
    void pushEndsBeforeATransaction_thatWouldMakeItTooLarge() {
        // Given
        Map<String, Json> large = Map.of("body", Json.of("x".repeat(200_000)));
        device.save("first", large);
        transaction(tx -> {
            tx.save("note", "a", large);
            tx.save("note", "b", large);
        });

        // When
        Outgoing sent = device.take();

        // Then
        assertThat(ids(sent)).containsExactly("first");
        device.decide(sent, "e", Status.APPLIED, 5);
        assertThat(ids(device.take())).containsExactly("a", "b");
    }

    @Test
    void outcomesOfHalfATransactionAreIgnored_andAskedForAgain() {
        // Given
        notes(1, 3);
        Outgoing sent = device.take();

        // When
        device.decide(sent, "e", sent.window().slots().subList(0, 2), outcome(Status.APPLIED, 5));

        // Then
        assertThat(ids(device.take())).containsExactly("n1", "n2", "n3");
        device.decide(sent, "e", Status.APPLIED, 5);
        device.checkpoint("e", 5, 3);
        assertThat(device.depth()).isZero();
    }

    @Test
    void wholeTransactionIsSetAside_andGoesAgainAsItWas() {
        // Given
        notes(1, 3);
        device.save("after", title("after"));
        Outgoing sent = device.take();

        // When
        device.setAside(sent.window().slots().get(1));

        // Then
        assertThat(device.take().window().slots())
                .extracting(Slot::sequence, Slot::previous)
                .containsExactly(tuple(4L, 0L));
        assertThat(device.shown("n1")).isEmpty();
        assertThat(device.letters.list(SCOPE)).hasSize(3);
        OperationId second = device.letters.list(SCOPE).get(1).operation().id();
        assertThat(device.letters.retry(SCOPE, second)).hasValue(second);
        assertThat(operations(device.take()).subList(1, 4))
                .isEqualTo(operations(sent).subList(0, 3));
        assertThat(device.shown("n1")).isPresent();
        assertThat(device.letters.list(SCOPE)).isEmpty();
    }

    @Test
    void lettersGoAgainAsANewTransaction_whenTheirRefusalWasTheOutcome() {
        // Given
        List<OperationId> made = notes(1, 3);
        Outgoing sent = device.take();
        device.decide(sent, "e", Status.REJECTED, 0);
        device.checkpoint("e", 1, 3);
        assertThat(device.letters.edit(SCOPE, made.getFirst(), title("by itself")))
                .isPresent();

        // When
        Optional<OperationId> again = device.letters.retry(SCOPE, made.get(2));

        // Then
        List<Operation> now = operations(device.take());
        assertThat(now).extracting(operation -> operation.entity().id()).containsExactly("n1", "n2", "n3");
        assertThat(now.get(0).transaction()).isEmpty();
        TransactionPart second = now.get(1).transaction().orElseThrow();
        TransactionPart third = now.get(2).transaction().orElseThrow();
        assertThat(third.follows(second) && third.isLast()).isTrue();
        assertThat(second.id())
                .isNotEqualTo(
                        operations(sent).getFirst().transaction().orElseThrow().id());
        assertThat(again).hasValue(now.get(2).id());
        assertThat(now).extracting(Operation::id).doesNotContainAnyElementsOf(made);
    }

    @Test
    void lettersGoTogether_whenOneIsDiscarded() {
        // Given
        List<OperationId> made = notes(1, 3);
        device.decide(device.take(), "e", Status.REJECTED, 0);

        // When
        int discarded = device.letters.discard(SCOPE, made.get(1));

        // Then
        assertThat(discarded).isEqualTo(3);
        assertThat(device.letters.list(SCOPE)).isEmpty();
    }

    /** Its upsert is in a conflict copy, its delete is a dead letter: it can never again be sent whole. */
    private Outgoing halfRejected() {
        device.checkpoint("e", 2, 0, OneDevice.row("old", 1, title("old")), OneDevice.row("n", 2, title("theirs")));
        transaction(tx -> {
            tx.save("note", "n", title("mine"));
            tx.delete("note", "old");
        });
        Outgoing sent = device.take();
        List<Slot> slots = sent.window().slots();
        device.queue.store(
                SCOPE,
                sent.window(),
                "e",
                List.of(
                        OneDevice.result(slots.get(0), outcome(Status.CONFLICT, 3)),
                        OneDevice.result(slots.get(1), outcome(Status.REJECTED, 0))));
        assertThat(device.letters.list(SCOPE))
                .singleElement()
                .satisfies(letter -> assertThat(letter.operation().entity()).isEqualTo(note("old")));
        return sent;
    }

    @Test
    void transactionThatDidNotHoldIsNotSentAgain_whenTheDeviceTakesANewId() {
        // Given
        Outgoing sent = halfRejected();

        // When
        device.queue.takeNewDevice(sent.window().device());

        // Then
        assertThat(device.queue.take(SCOPE, 50)).isEmpty();
        assertThat(device.shown("n")).hasValue(title("theirs"));
        assertThat(device.letters.list(SCOPE)).hasSize(1);
    }

    @Test
    void restOfATransactionIsADeadLetter_whenTheServerWasRestoredAndItCannotBeWhole() {
        // Given
        halfRejected();
        device.feed.startOver(SCOPE);

        // When
        device.checkpoint("f", 1, 0, OneDevice.row("n", 1, title("theirs")));

        // Then
        assertThat(device.queue.take(SCOPE, 50)).isEmpty();
        assertThat(device.shown("n")).hasValue(title("theirs"));
        assertThat(device.letters.list(SCOPE))
                .extracting(DeadLetter::reason)
                .containsExactly("not-a-member", "transaction-incomplete");
    }
}
