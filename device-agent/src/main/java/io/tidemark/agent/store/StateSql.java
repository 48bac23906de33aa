package io.tidemark.agent.store;

/** The device, its scopes and their figures. */
final class StateSql {
    static final String MAKE_DEVICE = "INSERT INTO sync_state (one, device) VALUES (1, ?)";
    static final String DEVICE = "SELECT device FROM sync_state";
    static final String CHANGE_DEVICE = "UPDATE sync_state SET device = ?";
    static final String FOLLOW_SCOPE = "INSERT INTO scope_state (scope) VALUES (?) ON CONFLICT DO NOTHING";
    static final String LAST_OUTCOME = "UPDATE scope_state SET last_outcome = ?, failures = 0 WHERE scope = ?";
    static final String QUEUE_FIGURES = """
            SELECT count(*), count(*) FILTER (WHERE status = 'undecided'), min(saved_at) FROM sync_queue
            WHERE scope = ?""";
    static final String SCOPE_FIGURES = """
            SELECT (SELECT count(*) FROM dead_letter d WHERE d.scope = s.scope), last_outcome, last_pull, position
            FROM scope_state s WHERE scope = ?""";

    private StateSql() {}
}
