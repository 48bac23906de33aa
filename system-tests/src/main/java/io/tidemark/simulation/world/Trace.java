package io.tidemark.simulation.world;

import java.util.ArrayList;
import java.util.List;

/** What happened, as a story that a person can read, and as a hash that two runs of one seed share. */
public final class Trace {
    private static final long PRIME = 1_099_511_628_211L;

    private final Timeline timeline;
    private final boolean kept;
    private final List<Line> lines = new ArrayList<>();
    private long hash = 1_469_598_103_934_665_603L;

    /** @param at milliseconds */
    record Line(long at, String who, String what, List<Object> detail) {}

    /** @param kept whether lines are wanted; the hash is there in any case */
    public Trace(Timeline timeline, boolean kept) {
        this.timeline = timeline;
        this.kept = kept;
    }

    /** @param detail shown, and of no influence on the hash; what never changes */
    public void note(String who, String what, Object... detail) {
        hash = (hash ^ timeline.now()) * PRIME;
        hash = (hash ^ who.hashCode()) * PRIME;
        hash = (hash ^ what.hashCode()) * PRIME;
        if (kept) {
            lines.add(new Line(timeline.now(), who, what, List.of(detail)));
        }
    }

    public long hash() {
        return hash;
    }

    /** None if no lines are kept. */
    public List<String> lines() {
        return kept ? Story.told(lines) : List.of();
    }
}
