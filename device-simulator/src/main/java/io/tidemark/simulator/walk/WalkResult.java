package io.tidemark.simulator.walk;

import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.walk.WalkHistory;
import java.util.List;

/** How a walk ended. */
public sealed interface WalkResult {
    /** It was walked to its end, and judged. */
    record Judged(WalkHistory history, Verdict verdict, Figures figures) implements WalkResult {}

    /** Somebody stopped it; nothing was judged. */
    record Stopped() implements WalkResult {}

    /**
     * What the history does not tell.
     *
     * @param seconds from the first push until every reader was at the head
     * @param pushes that the writers made
     * @param sendsAgain how many of them were sent once more
     * @param killedAfter how many writes were decided at each kill of the merge service
     */
    record Figures(double seconds, int pushes, int sendsAgain, List<Integer> killedAfter) {
        public Figures {
            killedAfter = List.copyOf(killedAfter);
        }
    }
}
