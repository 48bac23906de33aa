package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.Fixture.TYPES;
import static io.tidemark.agent.Fixture.note;
import static io.tidemark.agent.Fixture.title;
import static io.tidemark.agent.store.OneDevice.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.agent.sync.Window.Slot;
import io.tidemark.agent.vault.Keys;
import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.operation.OperationId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One payload of the queue is not what was saved: it stops nothing, and what there is of it stays (AG-43). */
class DamagedPayloadTest {
    private final Keys keys = new Keys("k1");
    private final OneDevice device;
    private final OperationId before;
    private final OperationId damaged;
    private final OperationId behind;

    DamagedPayloadTest(@TempDir Path directory) {
        device = new OneDevice(
                directory.resolve("agent.db"),
                TYPES,
                Journal.Bounds.USUAL,
                Vault.of(keys, Map.of("preference", Set.of("value"))));
        before = device.save("before", title("1"));
        damaged = device.save("damaged", note("2", "body"));
        behind = device.save("behind", title("3"));
    }

    @AfterEach
    void close() {
        device.close();
    }

    private void payload(String expression) {
        device.database.write(session -> session.update(
                "UPDATE sync_queue SET payload = " + expression + " WHERE operation_id = ?", damaged.toString()));
    }

    @Test
    void queueGoesOnAndTheEditIsADeadLetter_whateverHappenedToItsPayload() {
        for (String expression : Set.of(
                "'x' || payload", "replace(payload, 'body', 'bodx')", "'sealed:k1:AAAA'", "'sealed:'", "''")) {
            // Given
            payload(expression);

            // When
            assertThat(device.take().window().slots())
                    .as(expression)
                    .extracting(Slot::operation)
                    .containsExactly(before, behind);

            // Then
            assertThat(device.letters.list(SCOPE)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo("payload-damaged");
                assertThat(letter.operation().id()).isEqualTo(damaged);
                assertThat(letter.operation().entity()).isEqualTo(OneDevice.note("damaged"));
            });
            device.database.write(session -> {
                session.update("UPDATE sync_queue SET sends = 0");
                session.update("""
                        INSERT INTO sync_queue (ordinal, operation_id, scope, type, entity, kind, payload, fingerprint,
                            bytes, sequence, previous, saved_at)
                        SELECT ordinal, operation_id, scope, type, entity, 'upsert', payload, 'none', 1, 2, 1, 0
                        FROM dead_letter""");
                return session.update("DELETE FROM dead_letter");
            });
        }
    }

    @Test
    void letterCanBeEditedAndExported_andNotBeRetriedOrCopied() throws IOException {
        // Given
        payload("'x' || payload");
        device.take();

        // When, Then
        assertThat(device.letters.retry(SCOPE, damaged)).isEmpty();
        assertThatThrownBy(() -> device.letters.keepAsCopy(SCOPE, damaged, "copy"))
                .isInstanceOf(IllegalArgumentException.class);
        StringBuilder export = new StringBuilder();
        assertThat(device.export.unsent(SCOPE, export)).isEqualTo(3);
        assertThat(export).contains("\"stored\":\"x{", damaged.toString());
        assertThat(device.letters.edit(SCOPE, damaged, title("again"))).isPresent();
        assertThat(device.shown("damaged")).hasValue(title("again"));
        assertThat(device.letters.list(SCOPE)).isEmpty();
    }

    @Test
    void checkpointIsApplied_whenAPayloadOfItsEntityIsDamaged() {
        // Given
        payload("'x' || payload");

        // When
        device.checkpoint("e", 1, 0, row("damaged", 1, title("theirs")));

        // Then
        assertThat(device.shown("damaged")).hasValue(title("theirs"));
    }

    @Test
    void nothingIsSetAside_whenAllThatIsMissingIsTheKey() {
        // Given
        payload("'sealed:k2:AAAA'");

        // When, Then
        assertThatThrownBy(device::take)
                .isInstanceOfSatisfying(StoreFailure.class, failure -> assertThat(failure.isOfKey())
                        .isTrue());
        assertThat(device.depth()).isEqualTo(3);
        assertThat(device.rows.figures(SCOPE).deadLetters()).isZero();
    }
}
