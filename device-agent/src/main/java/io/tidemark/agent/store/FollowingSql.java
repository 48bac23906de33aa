package io.tidemark.agent.store;

import java.util.List;

/** Scopes that are followed no more. The chain's end and the queue's wait stay: the server remembers the device. */
final class FollowingSql {
    private static final String COUNT = """
            undecided + (SELECT count(*) FROM dead_letter d WHERE d.scope = s.scope)""";
    static final String UNSENT = "SELECT " + COUNT + " FROM scope_state s WHERE scope = ?";
    static final String UNSENT_BY_SCOPE = "SELECT scope, " + COUNT + " AS unsent FROM scope_state s ORDER BY scope";
    static final List<String> FORGET = List.of(
            "DELETE FROM view_row WHERE scope = ?",
            "DELETE FROM canonical_row WHERE scope = ?",
            "DELETE FROM staged_row WHERE scope = ?",
            "DELETE FROM journal WHERE scope = ?",
            "DELETE FROM sync_queue WHERE scope = ? AND status IN ('decided', 'rejected')",
            "UPDATE sync_queue SET passed = 0 WHERE scope = ? AND passed",
            """
            UPDATE scope_state SET epoch = NULL, position = 0, cursor = NULL, staging = 'none', staged_epoch = NULL,
                staged_position = 0, staged_cursor = NULL, last_outcome = NULL, last_pull = NULL WHERE scope = ?""");

    private FollowingSql() {}
}
