package io.tidemark.simulator.drill.queue;

import io.tidemark.simulator.drill.queue.QueueFigures.Heap;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.Violation;
import java.util.ArrayList;
import java.util.List;

/** Nothing of the queue is missing, and it took no more memory than a short one. Pure. */
final class QueueChecker {
    /** Bytes: what caches and the JVM's own tables may add once. */
    private static final long MOST_GROWTH = 16L * 1024 * 1024;

    private QueueChecker() {}

    /** @param heap in the order in which it was measured, the first before anything was sent */
    static Verdict check(long operations, ServerSide.Reading server, RowSum device, long deadLetters, List<Heap> heap) {
        return new Verdict(
                List.of(allDecided(operations, server, deadLetters), sameRows(server.rows(), device), heapFlat(heap)));
    }

    private static Finding allDecided(long operations, ServerSide.Reading server, long deadLetters) {
        List<Violation> violations = new ArrayList<>();
        if (server.decided() != operations || server.applied() != operations) {
            violations.add(new Violation(
                    "the operation log",
                    "holds " + server.decided() + " operations, " + server.applied() + " of them applied, and "
                            + operations + " were saved"));
        }
        if (deadLetters > 0) {
            violations.add(new Violation("the device", "has " + deadLetters + " dead letters"));
        }
        return new Finding("every operation was decided once, and applied", server.decided(), violations);
    }

    private static Finding sameRows(RowSum server, RowSum device) {
        List<Violation> violations = server.equals(device)
                ? List.of()
                : List.of(new Violation(
                        "the rows",
                        "the device has " + device.rows() + ", the server " + server.rows() + ", or others"));
        return new Finding("device and server hold the same rows", server.rows(), violations);
    }

    private static Finding heapFlat(List<Heap> heap) {
        long begin = heap.isEmpty() ? 0 : heap.getFirst().bytes();
        List<Violation> violations = heap.stream()
                .filter(sample -> sample.bytes() > begin + MOST_GROWTH)
                .map(sample -> new Violation(
                        "the heap with " + sample.depth() + " operations left",
                        "is " + sample.bytes() + " bytes, and was " + begin + " at the start"))
                .toList();
        return new Finding("the heap stayed flat while the queue drained", heap.size(), violations);
    }
}
