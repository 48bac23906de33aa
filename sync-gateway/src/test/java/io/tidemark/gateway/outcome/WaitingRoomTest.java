package io.tidemark.gateway.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.outcome.WaitingRoom.Waiting;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.topic.OutcomesRecord;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final Access ALICE = new Access("acme", "notes", "alice");

    private final WaitingRoom room = new WaitingRoom(3);
    private final OperationId first = new OperationId(new UUID(0, 1));
    private final OperationId second = new OperationId(new UUID(0, 2));

    @Test
    void completes_whenTheLastOutcomeArrives() {
        // Given
        Waiting waiting =
                room.enter(ALICE, "r1", "epoch", Set.of(first, second)).orElseThrow();
        room.hear(said("acme", "notes", "r1", "epoch", first));
        boolean early = waiting.complete().isDone();
        // When
        room.hear(said("acme", "notes", "r1", "epoch", second));
        // Then
        assertThat(early).isFalse();
        assertThat(waiting.complete()).isDone();
        assertThat(waiting.said()).containsOnlyKeys(first, second);
    }

    @Test
    void hearsNothing_whenTheSameIdIsOfAnotherScopeTenantOrEpoch() {
        // Given
        Waiting waiting = room.enter(ALICE, "r1", "epoch", Set.of(first)).orElseThrow();
        // When
        room.hear(said("acme", "other", "r1", "epoch", first));
        room.hear(said("other", "notes", "r1", "epoch", first));
        room.hear(said("acme", "notes", "r1", "another", first));
        // Then
        assertThat(waiting.said()).isEmpty();
        assertThat(waiting.complete()).isNotDone();
    }

    @Test
    void tellsOnlyTheSender_whenTwoRequestsCarryOneOperation() {
        // Given
        Waiting one = room.enter(ALICE, "r1", "epoch", Set.of(first)).orElseThrow();
        Waiting other = room.enter(ALICE, "r2", "epoch", Set.of(first)).orElseThrow();
        // When
        room.hear(said("acme", "notes", "r1", "epoch", first));
        // Then
        assertThat(one.complete()).isDone();
        assertThat(other.complete()).isNotDone();
        assertThat(other.said()).isEmpty();
    }

    @Test
    void hasNoRoom_whenThePlacesAreTaken() {
        // Given
        assertThat(room.enter(ALICE, "r1", "epoch", Set.of(first, second))).isPresent();
        // When
        var refused = room.enter(ALICE, "r2", "epoch", Set.of(first, second));
        // Then
        assertThat(refused).isEmpty();
    }

    @Test
    void isEmpty_whenAllHaveLeftTwice() {
        // Given
        Waiting one = room.enter(ALICE, "r1", "epoch", Set.of(first, second)).orElseThrow();
        Waiting other = room.enter(ALICE, "r2", "epoch", Set.of(first)).orElseThrow();
        // When
        List.of(one, other, one, other).forEach(Waiting::leave);
        // Then
        assertThat(room.taken()).isZero();
        assertThat(room.enter(ALICE, "r1", "epoch", Set.of(first, second))).isPresent();
    }

    private static OutcomesRecord said(
            String tenant, String scope, String request, String epoch, OperationId operation) {
        return new OutcomesRecord(
                tenant, scope, request, epoch, List.of(new OperationResult(operation, new Verdict.DeviceForked())));
    }
}
