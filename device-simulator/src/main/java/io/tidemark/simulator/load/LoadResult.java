package io.tidemark.simulator.load;

import java.util.List;

/** How a run ended. */
public sealed interface LoadResult {
    /**
     * @param passed whether all has converged and every objective was met
     * @param text the report, in lines
     */
    record Measured(boolean passed, List<String> text) implements LoadResult {
        public Measured {
            text = List.copyOf(text);
        }
    }

    /** Somebody wanted it to end early. */
    record Stopped() implements LoadResult {}
}
