package io.tidemark.simulator.drill.queue;

import io.tidemark.simulator.oracle.Verdict;
import java.util.List;

/**
 * What a long queue took.
 *
 * @param savedMillis for all but the measured ones
 * @param firstStatusMicros the first call after the file was opened
 * @param statusMicros the median of the calls that follow
 * @param emptyNanos the median of a save where the queue is empty
 * @param longNanos the median of a save where the queue is long, in the same seconds
 * @param pushMillis in which a push was under way
 * @param mostHeap what the process may use, in bytes
 */
public record QueueFigures(
        long operations,
        long savedMillis,
        long openMillis,
        long firstStatusMicros,
        long statusMicros,
        long emptyNanos,
        long longNanos,
        long drainMillis,
        long pushes,
        long pushMillis,
        long pulls,
        long pullMillis,
        long mostHeap,
        List<Heap> heap,
        Verdict verdict) {
    /** @param bytes used when all garbage was gone and so many operations were still in the queue */
    public record Heap(long depth, long bytes) {}

    public QueueFigures {
        heap = List.copyOf(heap);
    }

    public double operationsPerSecond() {
        return operations * 1000.0 / Math.max(1, drainMillis);
    }

    /** Of a save's median with the long queue to one with an empty queue. */
    public double ratio() {
        return (double) longNanos / Math.max(1, emptyNanos);
    }
}
