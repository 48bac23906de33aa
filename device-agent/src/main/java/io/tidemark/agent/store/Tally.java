package io.tidemark.agent.store;

import io.tidemark.agent.telemetry.Latencies;
import io.tidemark.protocol.outcome.Status;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** What one transaction adds to the counters, kept with it or not at all. */
final class Tally {
    static final String PUSHES = "pushes";
    static final String ANSWERED = "answered";
    static final String EXHAUSTED = "exhausted";
    static final String LATENCY = "latency.";
    static final String DECIDED = "decided.";
    static final String CONFLICTS = "conflicts.";
    static final String REJECTED = "rejected.";

    /** When so many latencies were counted they are halved: the figure follows what happens. */
    static final long FADING = 2_000;

    private static final String ADD = """
            INSERT INTO sync_counter (name, value) VALUES (?, ?)
            ON CONFLICT DO UPDATE SET value = value + excluded.value""";
    private static final String FADE = """
            UPDATE sync_counter SET value = value / 2 WHERE name GLOB 'latency.*'
                AND (SELECT sum(value) FROM sync_counter WHERE name GLOB 'latency.*') >= ?""";

    private final Map<String, Long> added = new TreeMap<>();
    private boolean timed;

    Tally count(String name, long by) {
        added.merge(name, by, Long::sum);
        return this;
    }

    /** @param millis since the operation was saved */
    void decided(String type, Status status, long millis) {
        count(DECIDED + type, 1);
        count(LATENCY + Latencies.bucket(millis), 1);
        timed = true;
        if (status == Status.CONFLICT) {
            count(CONFLICTS + type, 1);
        } else if (status == Status.REJECTED) {
            count(REJECTED + type, 1);
        }
    }

    void keep(Session session) throws SQLException {
        for (Map.Entry<String, Long> each : added.entrySet()) {
            session.update(ADD, each.getKey(), each.getValue());
        }
        if (timed) {
            session.update(FADE, FADING);
        }
    }
}
