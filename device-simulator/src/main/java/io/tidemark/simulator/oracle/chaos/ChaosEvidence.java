package io.tidemark.simulator.oracle.chaos;

import io.tidemark.simulator.oracle.Evidence;
import java.util.List;
import java.util.Set;

/**
 * All that a verdict on a run rests on.
 *
 * @param end what stands when all is mended and quiet
 * @param history what was called and answered on the way there
 * @param log the server's operation log with the places in the devices' chains
 * @param epoch of the server's data in the end
 * @param epochs that the server knows, the first included
 * @param restores of the database that took place
 * @param poison that was laid into the log of operations
 * @param kept the poison that the server says it has kept
 */
public record ChaosEvidence(
        Evidence end,
        HistoryFacts history,
        List<Decided> log,
        String epoch,
        int epochs,
        int restores,
        List<PoisonPlace> poison,
        Set<PoisonPlace> kept) {
    public ChaosEvidence {
        log = List.copyOf(log);
        poison = List.copyOf(poison);
        kept = Set.copyOf(kept);
    }
}
