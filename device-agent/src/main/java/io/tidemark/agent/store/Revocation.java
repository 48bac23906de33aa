package io.tidemark.agent.store;

import io.tidemark.protocol.problem.ProblemType;
import java.sql.SQLException;

/**
 * The end of access to a scope, in one transaction (AG-20). Rows go. Operations without an outcome become dead letters
 * that keep their ids, so that they can be exported, or sent again should access return; those with one are done.
 */
final class Revocation {
    private static final String LINK_LATER_SAVES = """
            UPDATE scope_state SET last_link = coalesce((SELECT previous FROM sync_queue WHERE scope = ?1
                AND status = 'undecided' ORDER BY ordinal LIMIT 1), last_link) WHERE scope = ?1""";
    private static final String BURY = """
            INSERT INTO dead_letter (operation_id, scope, payload, reason, decided, at, transaction_id, ordinal, type, entity)
            SELECT operation_id, scope, payload, ?, 0, ?, transaction_id, ordinal, type, entity FROM sync_queue
            WHERE scope = ? AND status = 'undecided'
            ORDER BY ordinal ON CONFLICT DO NOTHING""";
    private static final String EMPTY_QUEUE = "DELETE FROM sync_queue WHERE scope = ?";
    private static final String DROP_VIEW = "DELETE FROM view_row WHERE scope = ?";
    private static final String DROP_CANONICAL = "DELETE FROM canonical_row WHERE scope = ?";
    private static final String BACK_TO_START = """
            UPDATE scope_state SET epoch = NULL, position = 0, cursor = NULL, staging = 'none', staged_epoch = NULL,
                staged_position = 0, staged_cursor = NULL WHERE scope = ?""";

    private Revocation() {}

    static void carryOut(Session session, String scope, long now) throws SQLException {
        session.update(LINK_LATER_SAVES, scope);
        session.update(BURY, ProblemType.SCOPE_NOT_FOUND.slug(), now, scope);
        session.update(EMPTY_QUEUE, scope);
        session.update(DROP_VIEW, scope);
        session.update(DROP_CANONICAL, scope);
        session.update(FeedSql.DROP_STAGED_ROWS, scope);
        session.update(JournalSql.DROP_OF_SCOPE, scope);
        session.touchAll(scope);
        session.update(BACK_TO_START, scope);
    }
}
