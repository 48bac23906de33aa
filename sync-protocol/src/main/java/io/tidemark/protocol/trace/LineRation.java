package io.tidemark.protocol.trace;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** So many lines a second and no more, however many operations a service sees; what was not said is counted. Thread-safe. */
public final class LineRation {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private long since;
    private int said;
    private long unsaid;

    /** @param now as {@link System#nanoTime} */
    public LineRation(int perSecond, long now) {
        this.perSecond = perSecond;
        this.since = now;
    }

    /** What may be said now of these; the first line tells how many were left out since the one before it. */
    public synchronized List<String> of(Collection<OperationLine> notable, long now) {
        if (now - since >= SECOND) {
            since = now;
            said = 0;
        }
        List<String> lines = new ArrayList<>();
        for (OperationLine line : notable) {
            if (said >= perSecond) {
                unsaid++;
                continue;
            }
            said++;
            lines.add(unsaid == 0 ? line.text() : line.text() + " unsaid=" + unsaid);
            unsaid = 0;
        }
        return lines;
    }
}
