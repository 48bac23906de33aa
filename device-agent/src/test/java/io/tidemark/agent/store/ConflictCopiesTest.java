package io.tidemark.agent.store;

import static io.tidemark.agent.Fixture.CARDS;
import static io.tidemark.agent.Fixture.SCOPE;
import static io.tidemark.agent.store.OneDevice.operations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.protocol.row.ConflictOrigin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways out of a conflict. */
class ConflictCopiesTest {
    private static final EntityKey CARD = new EntityKey("card", "c");
    private static final EntityKey COPY = new EntityKey("card", "copy");

    private final OneDevice device;

    ConflictCopiesTest(@TempDir Path directory) {
        device = new OneDevice(directory.resolve("agent.db"), CARDS);
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static CanonicalRow card(Map<String, Json> fields) {
        return new CanonicalRow.Live(CARD, 1, 1, new TreeMap<>(fields), Optional.empty());
    }

    private static CanonicalRow copy(Reason reason, Map<String, Json> fields) {
        ConflictOrigin origin = new ConflictOrigin(
                "c",
                "bob:d",
                new OperationId(new UUID(1, 1)),
                reason,
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                false,
                Optional.empty());
        return new CanonicalRow.Live(COPY, 1, 2, new TreeMap<>(fields), Optional.of(origin));
    }

    private static Map<String, Json> card(String title, long likes) {
        return Map.of("title", Json.of(title), "likes", Json.of(likes));
    }

    private Map<String, Json> shown(EntityKey entity) {
        return device.rows.get(SCOPE, entity).map(VisibleRow::fields).orElseThrow();
    }

    @Test
    void mineIsInTheRowAndTheCopyIsGone_inOneTransaction() {
        // Given
        device.checkpoint(
                "e", 2, 0, card(card("theirs", 3)), copy(Reason.UNSEEN_VALUE, Map.of("title", Json.of("mine"))));

        // When
        List<OperationId> made = device.copies.keepMine(SCOPE, COPY);

        // Then
        assertThat(made).hasSize(2);
        assertThat(shown(CARD)).isEqualTo(card("mine", 3));
        assertThat(device.rows.conflictCopies(SCOPE)).isEmpty();
        assertThat(operations(device.take()).stream().flatMap(o -> o.transaction().stream()))
                .hasSize(2);
        assertThat(device.copies.keepMine(SCOPE, COPY)).isEmpty();
    }

    @Test
    void theirsStands_whenTheCopyIsDropped() {
        // Given
        device.checkpoint(
                "e", 2, 0, card(card("theirs", 3)), copy(Reason.UNSEEN_VALUE, Map.of("title", Json.of("mine"))));

        // When
        device.copies.keepTheirs(SCOPE, COPY);

        // Then
        assertThat(shown(CARD)).isEqualTo(card("theirs", 3));
        assertThat(operations(device.take())).singleElement().isInstanceOf(Operation.Delete.class);
    }

    @Test
    void bothStand_whenTheCopyBecomesAnEntityOfItsOwn() {
        // Given
        device.checkpoint(
                "e", 2, 0, card(card("theirs", 3)), copy(Reason.UNSEEN_VALUE, Map.of("title", Json.of("mine"))));

        // When
        device.copies.keepBoth(SCOPE, COPY, "mine");

        // Then
        assertThat(shown(CARD)).isEqualTo(card("theirs", 3));
        assertThat(shown(new EntityKey("card", "mine"))).isEqualTo(card("mine", 3));
        assertThat(device.rows.conflictCopies(SCOPE)).isEmpty();
        assertThat(device.copies.keepBoth(SCOPE, COPY, "again")).isEmpty();
    }

    @Test
    void nothingIsDone_whenBothWouldTakeTheIdOfAnother() {
        // Given
        device.checkpoint("e", 2, 0, card(card("theirs", 3)), copy(Reason.UNSEEN_VALUE, card("mine", 4)));

        // When, Then
        assertThatThrownBy(() -> device.copies.keepBoth(SCOPE, COPY, "c")).isInstanceOf(IllegalArgumentException.class);
        assertThat(device.rows.conflictCopies(SCOPE)).hasSize(1);
        assertThat(device.depth()).isZero();
    }

    @Test
    void incrementsAndElementsAreAdded_whenTheyHadFoundNoRoom() {
        // Given
        Map<String, Json> standing = Map.of("likes", Json.of(5L), "tags", Json.strings(List.of("a")));
        Map<String, Json> added = Map.of("likes", Json.of(2L), "tags", Json.strings(List.of("b")));
        device.checkpoint("e", 2, 0, card(standing), copy(Reason.OUT_OF_RANGE, added));

        // When
        device.copies.keepMine(SCOPE, COPY);

        // Then
        assertThat(shown(CARD)).isEqualTo(Map.of("likes", Json.of(7L), "tags", Json.strings(List.of("a", "b"))));
    }

    @Test
    void copyStays_whenItsIncrementStillFindsNoRoom() {
        // Given
        device.checkpoint(
                "e",
                2,
                0,
                card(Map.of("likes", Json.of(Json.MAX_SAFE_INTEGER))),
                copy(Reason.OUT_OF_RANGE, Map.of("likes", Json.of(2L))));

        // When, Then
        assertThatThrownBy(() -> device.copies.keepMine(SCOPE, COPY))
                .isInstanceOfSatisfying(InvalidOperation.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.OUT_OF_RANGE));
        assertThat(device.rows.conflictCopies(SCOPE)).hasSize(1);
        assertThat(device.depth()).isZero();
    }
}
