package io.tidemark.mergeservice.lane;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The loop as others may see it: a value, replaced after every step.
 *
 * @param beat {@link System#nanoTime} of the last sign of life
 * @param joined whether the group has given this instance its partitions, be they none
 * @param standing how many lanes are read
 * @param lost how many are not found yet
 * @param held the lanes that wait for a newer instance of this service, and what it has to know
 * @param trouble why the loop keeps still
 */
public record LoopView(
        long beat, boolean joined, int standing, int lost, SortedMap<Integer, String> held, Optional<String> trouble) {
    public LoopView {
        held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    }

    static LoopView begin(long now) {
        return new LoopView(now, false, 0, 0, new TreeMap<>(), Optional.empty());
    }

    public boolean isReady() {
        return joined && lost == 0 && held.isEmpty() && trouble.isEmpty();
    }
}
