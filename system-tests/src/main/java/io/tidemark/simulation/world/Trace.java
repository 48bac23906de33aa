package io.tidemark.simulation.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What happened, in lines that a person can read, and as a hash that two runs of one seed share. */
public final class Trace {
    private static final long PRIME = 1_099_511_628_211L;
    private static final double SECOND = 1_000;

    private final Timeline timeline;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();
    private long hash = 1_469_598_103_934_665_603L;

    /** @param kept whether lines are wanted; the hash is there in any case */
    public Trace(Timeline timeline, boolean kept) {
        this.timeline = timeline;
        this.kept = kept;
    }

    /** @param detail shown, and of no influence on the hash */
    public void note(String who, String what, Object... detail) {
        hash = (hash ^ timeline.now()) * PRIME;
        hash = (hash ^ who.hashCode()) * PRIME;
        hash = (hash ^ what.hashCode()) * PRIME;
        if (kept) {
            StringBuilder line = new StringBuilder();
            line.append(String.format(Locale.ROOT, "%10.3f s  %-10s %s", timeline.now() / SECOND, who, what));
            for (Object each : detail) {
                line.append(' ').append(each);
            }
            lines.add(line.toString());
        }
    }

    public long hash() {
        return hash;
    }

    public List<String> lines() {
        return Collections.unmodifiableList(lines);
    }
}
