package io.tidemark.agent.store;

/** Acknowledged operations. */
final class JournalSql {
    static final String KEEP = """
            INSERT INTO journal (ordinal, operation_id, scope, type, entity, kind, fingerprint, bytes, saved_at,
                acknowledged_at, transaction_id, payload)
            SELECT ordinal, operation_id, scope, type, entity, kind, fingerprint, bytes, saved_at,
                coalesce(acknowledged_at, (SELECT journal_clock FROM sync_state)), transaction_id, payload
            FROM sync_queue
            WHERE status = 'decided' AND\s""" + FeedSql.PASSED;
    static final String TICK = """
            UPDATE sync_state SET journal_clock = journal_clock + max(0, min(?1 - journal_wall, ?2)),
                journal_wall = ?1""";
    static final String IS_TOO_LARGE = "SELECT 1 FROM sync_state WHERE journal_operations > ? OR journal_bytes > ?";
    private static final String END = """
            SELECT coalesce((SELECT max(t.ordinal) FROM journal t WHERE t.transaction_id = o.transaction_id),
                o.ordinal) AS last FROM\s""";
    static final String END_OF_OLDEST = END + """
            (SELECT ordinal, transaction_id FROM journal ORDER BY ordinal LIMIT ?) o ORDER BY last DESC LIMIT 1""";
    static final String END_OF_AGED = END + """
            journal o WHERE acknowledged_at < (SELECT journal_clock FROM sync_state) - ?
            ORDER BY o.ordinal DESC LIMIT 1""";
    static final String DROP_UP_TO = "DELETE FROM journal WHERE ordinal <= ?";
    static final String FORGET_SUCCESSORS_UP_TO = """
            DELETE FROM successor WHERE ordinal <= ?
                AND NOT EXISTS (SELECT 1 FROM sync_queue q WHERE q.ordinal = successor.ordinal)
                AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.ordinal = successor.ordinal)""";
    static final String ENTITIES = "SELECT DISTINCT type, entity FROM journal WHERE scope = ?";
    static final String QUEUE_AGAIN = """
            INSERT INTO sync_queue (ordinal, operation_id, scope, type, entity, kind, payload, fingerprint, bytes,
                sequence, previous, sends, saved_at, transaction_id, acknowledged_at)
            SELECT ordinal, operation_id, scope, type, entity, kind, payload, fingerprint, bytes,
                0, 0, 1, saved_at, transaction_id, acknowledged_at FROM journal WHERE scope = ?""";
    static final String DROP_OF_SCOPE = "DELETE FROM journal WHERE scope = ?";
    static final String TRANSACTIONS = """
            SELECT transaction_id, count(*), min(ordinal), operation_id, payload FROM sync_queue
            WHERE scope = ? AND transaction_id IS NOT NULL AND sends > 0 GROUP BY transaction_id""";
    static final String BODIES_OF_TRANSACTION = """
            SELECT operation_id, payload, transaction_id, ordinal, type, entity FROM sync_queue
            WHERE transaction_id = ? ORDER BY ordinal""";
    static final String DROP_TRANSACTION = "DELETE FROM sync_queue WHERE transaction_id = ?";
    static final String LINK_BEHIND = """
            UPDATE sync_queue SET sequence = s.last_sequence + ranked.place,
                previous = iif(ranked.place = 1, 0, s.last_sequence + ranked.place - 1)
            FROM (SELECT ordinal, row_number() OVER (ORDER BY ordinal) AS place FROM sync_queue WHERE scope = ?1)
                AS ranked, scope_state s
            WHERE sync_queue.ordinal = ranked.ordinal AND s.scope = ?1""";
    static final String MOVE_CHAIN_END = """
            UPDATE scope_state SET (last_sequence, last_link) = (
                SELECT last_sequence + count(*), last_sequence + count(*) FROM sync_queue q
                WHERE q.scope = scope_state.scope)
            WHERE scope = ?""";

    private JournalSql() {}
}
