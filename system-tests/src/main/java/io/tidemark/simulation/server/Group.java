package io.tidemark.simulation.server;

import java.util.Optional;
import java.util.TreeMap;

/** The consumer group, as the broker sees it: who owns which lane. Members learn of it later. */
public final class Group {
    private final TreeMap<Integer, String> owners = new TreeMap<>();

    public Optional<String> owner(int lane) {
        return Optional.ofNullable(owners.get(lane));
    }

    public void give(int lane, String member) {
        owners.put(lane, member);
    }
}
