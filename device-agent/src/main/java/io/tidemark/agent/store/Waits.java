package io.tidemark.agent.store;

import io.tidemark.agent.sync.StoredWait;
import io.tidemark.agent.sync.WaitReason;
import java.time.InstantSource;

/** The waits of the queues, so that a restart is no way around them. */
public final class Waits {
    private static final String REMEMBER =
            "UPDATE scope_state SET next_run = ?, quiet_until = ?, failures = ?, waiting = ? WHERE scope = ?";
    private static final String STORED =
            "SELECT next_run, quiet_until, failures, waiting FROM scope_state WHERE scope = ?";

    private final Database database;
    private final InstantSource clock;

    /** @param clock may jump: what is read is judged by {@link StoredWait} */
    public Waits(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param delay milliseconds from now
     * @param quiet milliseconds from now for which the server asked to be left alone
     */
    public void remember(String scope, long delay, long quiet, int failures, WaitReason reason) {
        long now = clock.millis();
        database.write(session -> session.update(REMEMBER, now + delay, now + quiet, failures, reason.name(), scope));
    }

    public StoredWait stored(String scope) {
        long now = clock.millis();
        return database.read(session -> session.first(
                        STORED,
                        row -> new StoredWait(
                                row.getLong(1) - now,
                                row.getLong(2) - now,
                                row.getInt(3),
                                WaitReason.valueOf(row.getString(4))),
                        scope)
                .orElseThrow(() -> new IllegalStateException("the agent does not follow this scope")));
    }
}
