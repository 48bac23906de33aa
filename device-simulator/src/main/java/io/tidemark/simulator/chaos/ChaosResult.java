package io.tidemark.simulator.chaos;

import io.tidemark.simulator.oracle.Verdict;
import java.util.Map;

/** How a run ended. */
public sealed interface ChaosResult {
    record Judged(Figures figures, Verdict verdict) implements ChaosResult {}

    /** Somebody wanted it to end early. */
    record Stopped() implements ChaosResult {}

    /**
     * @param edits that devices accepted
     * @param operations that the server decided: several edits become one before they are sent
     * @param entries calls, answers and faults in the history
     * @param deaths of parts, by us or of themselves; all were started again
     */
    record Figures(
            long edits,
            long operations,
            long entries,
            Map<FaultKind, Integer> faults,
            int deaths,
            int epochs,
            double workSeconds,
            double settleSeconds) {
        public Figures {
            faults = Map.copyOf(faults);
        }

        public int allFaults() {
            return faults.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
