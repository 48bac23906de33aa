package io.tidemark.simulator.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane("load:team-1", "d-1", new Random(5));
    private final Meter meter = new Meter();

    @Test
    void keepsWhatIsPending_untilItIsDecided() throws InvalidShape {
        // Given
        lane.edit(0, true);
        lane.edit(0, true);
        List<OperationId> sent = ids(lane.toPush().orElseThrow());
        // When
        boolean moved = lane.answered(
                List.of(
                        new OperationResult(sent.get(0), new Verdict.Final(applied(1), false)),
                        new OperationResult(sent.get(1), new Verdict.Pending())),
                meter);
        // Then
        assertThat(moved).isTrue();
        assertThat(ids(lane.toPush().orElseThrow())).containsExactly(sent.get(1));
        assertThat(meter.count(Status.APPLIED)).isEqualTo(1);
        assertThat(lane.answered(List.of(new OperationResult(sent.get(1), new Verdict.OutOfOrder(0))), meter))
                .isFalse();
        assertThat(lane.depth()).isEqualTo(1);
    }

    @Test
    void linksItsOperationsWithoutAHole_andSendsFiftyAtMost() throws InvalidShape {
        // Given
        for (int i = 0; i < 60; i++) {
            lane.edit(0, true);
        }
        // When
        Push push = lane.toPush().orElseThrow();
        // Then
        assertThat(push.operations()).hasSize(Push.MAX_OPERATIONS);
        long before = 0;
        for (Json operation : push.operations()) {
            Members members = Members.of(operation, "operation");
            assertThat(members.integer("previous", 0)).isEqualTo(before);
            before = members.integer("sequence", 1);
        }
    }

    @Test
    void refusesAPage_whenItDoesNotBeginWhereItStands() {
        assertThat(lane.read(page(0, 5))).isTrue();
        assertThat(lane.read(page(4, 7))).isFalse();
        assertThat(lane.position()).isEqualTo(5);
        // When
        lane.startOver();
        // Then
        assertThat(lane.read(page(0, 7))).isTrue();
    }

    private static List<OperationId> ids(Push push) throws InvalidShape {
        List<OperationId> ids = new ArrayList<>();
        for (Json operation : push.operations()) {
            ids.add(OperationCodec.id(Members.of(operation, "operation")));
        }
        return ids;
    }

    private static Outcome applied(long position) {
        return new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(1), OptionalLong.of(position), List.of());
    }

    private static ChangesPage page(long from, long to) {
        return new ChangesPage("epoch", from, to, "cursor-" + to, true, OptionalLong.empty(), List.of());
    }
}
