package io.tidemark.simulator.drill.kill;

import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Verdict;
import java.util.List;

/** How a kill drill ended. */
public sealed interface KillResult {
    /**
     * It came to its end.
     *
     * @param killed what the killed device's author noted, and what it sent
     * @param setAside damaged files that the device has put aside
     * @param evidence of all devices and the server
     * @param seconds the kills alone
     */
    record Judged(
            Recording.History killed,
            List<Life> lives,
            int setAside,
            Evidence evidence,
            Verdict verdict,
            double seconds)
            implements KillResult {
        public Judged {
            lives = List.copyOf(lives);
        }
    }

    /** Somebody stopped it; nothing was judged. */
    record Stopped() implements KillResult {}
}
