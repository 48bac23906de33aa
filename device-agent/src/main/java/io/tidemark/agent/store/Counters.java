package io.tidemark.agent.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what {@link Tally} has counted: as many figures as there are buckets and declared types, and a few. */
public final class Counters {
    private static final String ALL = "SELECT name, value FROM sync_counter";

    private final Database database;

    public Counters(Database database) {
        this.database = database;
    }

    public Counts counts() {
        Map<String, Long> all = new TreeMap<>();
        database.read(session -> session.list(ALL, row -> all.put(row.getString(1), row.getLong(2))));
        Map<Integer, Long> latencies = new TreeMap<>();
        named(all, Tally.LATENCY).forEach((bucket, count) -> latencies.put(Integer.valueOf(bucket), count));
        return new Counts(
                all.getOrDefault(Tally.PUSHES, 0L),
                all.getOrDefault(Tally.ANSWERED, 0L),
                latencies,
                named(all, Tally.DECIDED),
                named(all, Tally.CONFLICTS),
                named(all, Tally.REJECTED),
                all.getOrDefault(Tally.EXHAUSTED, 0L));
    }

    private static SortedMap<String, Long> named(Map<String, Long> all, String prefix) {
        TreeMap<String, Long> named = new TreeMap<>();
        all.forEach((name, count) -> {
            if (name.startsWith(prefix)) {
                named.put(name.substring(prefix.length()), count);
            }
        });
        return named;
    }
}
