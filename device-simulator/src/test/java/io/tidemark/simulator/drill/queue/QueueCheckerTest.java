package io.tidemark.simulator.drill.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.simulator.drill.queue.QueueFigures.Heap;
import io.tidemark.simulator.oracle.Violation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The check can fail. */
class QueueCheckerTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final RowSum ROWS = rows("a", "b");
    private static final List<Heap> FLAT = List.of(new Heap(10, 6 * MEBIBYTE), new Heap(0, 8 * MEBIBYTE));

    @Test
    void findsNothing_whenAllWasAppliedAndTheHeapStayedFlat() {
        assertThat(violations(new ServerSide.Reading(10, 10, ROWS), rows("b", "a"), 0, FLAT))
                .isEmpty();
    }

    @Test
    void findsMissingOperation_whenTheLogHoldsOneLess() {
        assertThat(violations(new ServerSide.Reading(9, 9, ROWS), ROWS, 0, FLAT))
                .containsExactly("holds 9 operations, 9 of them applied, and 10 were saved");
    }

    @Test
    void findsDoubledOperation_whenTheLogHoldsOneMore() {
        assertThat(violations(new ServerSide.Reading(11, 11, ROWS), ROWS, 0, FLAT))
                .hasSize(1);
    }

    @Test
    void findsDeadLetter_whenTheDeviceHasOne() {
        assertThat(violations(new ServerSide.Reading(10, 10, ROWS), ROWS, 1, FLAT))
                .containsExactly("has 1 dead letters");
    }

    @Test
    void findsOtherRows_whenOneValueDiffers() {
        assertThat(violations(new ServerSide.Reading(10, 10, ROWS), rows("a", "c"), 0, FLAT))
                .containsExactly("the device has 2, the server 2, or others");
    }

    @Test
    void findsGrowth_whenTheHeapDidNotStayFlat() {
        // Given
        List<Heap> grown = List.of(new Heap(10, 6 * MEBIBYTE), new Heap(5, 40 * MEBIBYTE), new Heap(0, 8 * MEBIBYTE));
        // Then
        assertThat(violations(new ServerSide.Reading(10, 10, ROWS), ROWS, 0, grown))
                .singleElement()
                .asString()
                .startsWith("is 41943040 bytes");
    }

    private static List<String> violations(
            ServerSide.Reading server, RowSum device, long deadLetters, List<Heap> heap) {
        return QueueChecker.check(10, server, device, deadLetters, heap).violations().stream()
                .map(Violation::sentence)
                .toList();
    }

    private static RowSum rows(String... titles) {
        return Stream.of(titles)
                .reduce(
                        RowSum.NONE,
                        (sum, title) -> sum.plus(
                                new EntityKey("note", "n"), 1, 1, new TreeMap<>(Map.of("title", Json.of(title)))),
                        (one, other) -> one);
    }
}
