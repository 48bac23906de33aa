package io.tidemark.simulator.drill.queue;

/** @param operations in the queue, 1,000 to 10 million */
public record QueueOptions(int operations) {
    private static final int FEWEST = 1_000;
    private static final int MOST = 10_000_000;
    private static final int MOST_MEASURED = 4_000;

    public QueueOptions {
        if (operations < FEWEST || operations > MOST) {
            throw new IllegalArgumentException("--operations is from 1000 to 10000000");
        }
    }

    /** Saved one by one beside a device whose queue is empty. */
    int measured() {
        return Math.min(MOST_MEASURED, operations / 4);
    }
}
