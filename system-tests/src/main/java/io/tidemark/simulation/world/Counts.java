package io.tidemark.simulation.world;

import java.util.Map;
import java.util.TreeMap;

/** How often each kind of thing has occurred: a run that has met nothing has shown nothing. */
public final class Counts {
    private final TreeMap<String, Long> counts = new TreeMap<>();

    public void count(String kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    public Map<String, Long> all() {
        return new TreeMap<>(counts);
    }

    public void add(Map<String, Long> others) {
        others.forEach((kind, times) -> counts.merge(kind, times, Long::sum));
    }
}
