package io.tidemark.mergeservice.lane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The lanes that are assigned to this instance, and the state of each. */
final class Lanes {
    private static final Lane LOST = new Lane.Lost();

    private final TreeMap<Integer, Lane> lanes = new TreeMap<>();

    void assigned(Collection<Integer> partitions) {
        partitions.forEach(partition -> lanes.put(partition, LOST));
    }

    void revoked(Collection<Integer> partitions) {
        partitions.forEach(lanes::remove);
    }

    void loseAll() {
        lanes.replaceAll((partition, lane) -> LOST);
    }

    void lose(int partition) {
        lanes.replace(partition, LOST);
    }

    boolean stands(int partition) {
        return lanes.get(partition) instanceof Lane.Standing;
    }

    void stand(int partition, long position) {
        lanes.replace(partition, new Lane.Standing(position));
    }

    void hold(int partition, String what) {
        lanes.replace(partition, new Lane.Held(what));
    }

    List<Integer> lost() {
        List<Integer> lost = new ArrayList<>();
        lanes.forEach((partition, lane) -> {
            if (lane instanceof Lane.Lost) {
                lost.add(partition);
            }
        });
        return lost;
    }

    SortedMap<Integer, Long> positions() {
        TreeMap<Integer, Long> positions = new TreeMap<>();
        lanes.forEach((partition, lane) -> {
            if (lane instanceof Lane.Standing(long position)) {
                positions.put(partition, position);
            }
        });
        return positions;
    }

    SortedMap<Integer, String> held() {
        TreeMap<Integer, String> held = new TreeMap<>();
        lanes.forEach((partition, lane) -> {
            if (lane instanceof Lane.Held(String what)) {
                held.put(partition, what);
            }
        });
        return held;
    }

    int size() {
        return lanes.size();
    }
}
