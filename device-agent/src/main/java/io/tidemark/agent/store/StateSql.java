package io.tidemark.agent.store;

/** The device, its scopes and their figures. */
final class StateSql {
    static final String MAKE_DEVICE = "INSERT INTO sync_state (one, device) VALUES (1, ?)";
    static final String CLAIM = "INSERT INTO account (one, name) VALUES (1, ?) ON CONFLICT DO NOTHING";
    static final String ACCOUNT = "SELECT name FROM account";
    static final String DEVICE = "SELECT device FROM sync_state";
    static final String CHANGE_DEVICE = "UPDATE sync_state SET device = ?";
    static final String FOLLOW_SCOPE = "INSERT INTO scope_state (scope) VALUES (?) ON CONFLICT DO NOTHING";
    static final String LAST_OUTCOME = "UPDATE scope_state SET last_outcome = ?, failures = 0 WHERE scope = ?";
    static final String FIGURES = """
            SELECT queued, undecided,
                (SELECT min(saved_at) FROM (
                    SELECT * FROM (SELECT saved_at FROM sync_queue q
                        WHERE q.scope = s.scope AND status = 'undecided' ORDER BY ordinal LIMIT 1)
                    UNION ALL SELECT * FROM (SELECT saved_at FROM sync_queue q
                        WHERE q.scope = s.scope AND status = 'decided' ORDER BY ordinal LIMIT 1)
                    UNION ALL SELECT * FROM (SELECT saved_at FROM sync_queue q
                        WHERE q.scope = s.scope AND status = 'rejected' ORDER BY ordinal LIMIT 1))),
                (SELECT count(*) FROM dead_letter d WHERE d.scope = s.scope), last_outcome, last_pull, position,
                saved, squashed
            FROM scope_state s WHERE scope = ?""";

    static final String SCOPES = "SELECT scope FROM scope_state ORDER BY scope";

    private StateSql() {}
}
