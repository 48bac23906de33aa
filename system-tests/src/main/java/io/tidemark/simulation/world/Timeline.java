package io.tidemark.simulation.world;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time in milliseconds: whatever is to happen stands in one queue, and nothing happens beside it. */
public final class Timeline {
    private static final Comparator<Due> ORDER =
            Comparator.comparingLong(Due::at).thenComparingLong(Due::place);

    private final PriorityQueue<Due> ahead = new PriorityQueue<>(ORDER);
    private long now;
    private long places;
    private long events;

    /** @param place of things that are due at one moment: the one that was planned first comes first */
    private record Due(long at, long place, Runnable what) {}

    public long now() {
        return now;
    }

    /** How many things have happened. */
    public long events() {
        return events;
    }

    /** @param delay from now; a negative one is none */
    public void in(long delay, Runnable what) {
        ahead.add(new Due(now + Math.max(0, delay), places++, what));
    }

    /** The next thing happens. @return whether there was one */
    public boolean step() {
        Due next = ahead.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        events++;
        next.what().run();
        return true;
    }
}
