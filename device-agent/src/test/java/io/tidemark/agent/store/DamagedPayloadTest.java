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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"'x' || payload", "replace(payload, 'body', 'bodx')", "'sealed:k1:AAAA'", "'sealed:'", "''"})
    void queueGoesOnAndTheEditIsADeadLetter_whateverHappenedToItsPayload(String expression) {
        // Given
        payload(expression);

        // When
        List<OperationId> sent =
                device.take().window().slots().stream().map(Slot::operation).toList();

        // Then
        assertThat(sent).containsExactly(before, behind);
        assertThat(device.letters.list(SCOPE)).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("payload-damaged");
            assertThat(letter.operation().id()).isEqualTo(damaged);
            assertThat(letter.operation().entity()).isEqualTo(OneDevice.note("damaged"));
        });
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
