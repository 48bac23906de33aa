package io.tidemark.simulator.bench;

import io.tidemark.simulator.statistics.Latencies;
import io.tidemark.simulator.statistics.Percentiles;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What the devices of a phase count together. Thread-safe. */
final class Tally {
    private final Latencies batches = new Latencies();
    private final AtomicInteger again = new AtomicInteger();

    void delivered(Duration duration) {
        batches.add(duration);
    }

    void sentAgain(int times) {
        again.addAndGet(times);
    }

    int sendsAgain() {
        return again.get();
    }

    Percentiles milliseconds() {
        return batches.milliseconds();
    }
}
