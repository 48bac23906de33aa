package io.tidemark.simulator.demo;

import io.tidemark.simulator.oracle.Verdict;

/** How a demo ended. */
public sealed interface DemoResult {
    /** It ran to its end, and was judged. */
    record Judged(DemoSummary summary, Verdict verdict) implements DemoResult {}

    /** Somebody stopped it; nothing was judged. */
    record Stopped() implements DemoResult {}
}
