package io.tidemark.agent.store;

import io.tidemark.agent.platform.Ticker;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The device's own time line, for ages and latencies: it begins as the wall clock of the first opening, goes on with a
 * clock that nobody can turn, and never goes back. How long the agent was closed only the wall clock knows, which is
 * believed where it can be true.
 */
public final class DeviceTime implements InstantSource {
    private static final long LONGEST_ABSENCE = Duration.ofDays(31).toMillis();

    private static final String LINE = "time.line";
    private static final String WALL = "time.wall";
    private static final String STORED = "SELECT value FROM sync_counter WHERE name = ?";
    private static final String KEEP =
            "INSERT INTO sync_counter (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value";
    private static final String LAST_SAVED = "SELECT saved_at FROM sync_queue ORDER BY ordinal DESC LIMIT 1";

    private final InstantSource wall;
    private final Ticker ticker;
    private final long start;

    private DeviceTime(InstantSource wall, Ticker ticker, long line) {
        this.wall = wall;
        this.ticker = ticker;
        this.start = line - ticker.millis();
    }

    /** Goes on where the last process came to. */
    public static DeviceTime open(Database database, InstantSource wall, Ticker ticker) {
        return database.write(session -> {
            long before = stored(session, LINE);
            long lastSaved = session.first(LAST_SAVED, row -> row.getLong(1)).orElse(before);
            DeviceTime time = new DeviceTime(
                    wall,
                    ticker,
                    goOn(
                            before,
                            lastSaved,
                            stored(session, WALL),
                            wall.instant().toEpochMilli()));
            time.keep(session);
            return time;
        });
    }

    /**
     * @param before where the line stood when that was last kept, and {@code wallBefore} the wall clock then; 0: never
     * @param lastSaved where it stood at the last save, so at least so far it had come
     */
    static long goOn(long before, long lastSaved, long wallBefore, long wallNow) {
        long absence = wallNow - wallBefore;
        boolean isBelievable = absence >= 0 && absence <= LONGEST_ABSENCE;
        long line = before == 0 ? wallNow : before + (isBelievable ? absence : 0);
        return Math.max(line, lastSaved);
    }

    private static long stored(Session session, String name) throws SQLException {
        return session.first(STORED, row -> row.getLong(1), name).orElse(0L);
    }

    /** The pair by which the next process goes on. */
    void keep(Session session) throws SQLException {
        session.update(KEEP, LINE, millis());
        session.update(KEEP, WALL, wall.instant().toEpochMilli());
    }

    @Override
    public long millis() {
        return start + ticker.millis();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
