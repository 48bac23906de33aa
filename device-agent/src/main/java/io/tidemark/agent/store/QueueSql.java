package io.tidemark.agent.store;

/** The operation queue. */
final class QueueSql {
    /** At the end of the scope's chain, which the table's trigger extends. */
    static final String ENQUEUE = """
            INSERT INTO sync_queue (operation_id, scope, type, entity, kind, payload, fingerprint, bytes, sends,
                saved_at, transaction_id, sequence, previous)
            SELECT ?1, scope, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, last_sequence + 1, last_link FROM scope_state
            WHERE scope = ?2""";

    static final String UNSENT_TAIL = """
            SELECT ordinal, operation_id, payload FROM (
                SELECT * FROM sync_queue WHERE scope = ? AND status = 'undecided' ORDER BY ordinal DESC LIMIT 1)
            WHERE type = ? AND entity = ? AND sends = 0 AND kind = 'upsert' AND transaction_id IS NULL""";
    static final String REPLACE =
            "UPDATE sync_queue SET operation_id = ?, payload = ?, fingerprint = ?, bytes = ? WHERE ordinal = ?";
    static final String GOES_ON = "INSERT INTO successor (operation_id, ordinal) VALUES (?, ?)";
    static final String COUNT_SQUASHED =
            "UPDATE scope_state SET saved = saved + 1, squashed = squashed + 1 WHERE scope = ?";
    static final String GOES_ON_AS =
            "INSERT INTO successor (operation_id, ordinal) SELECT ?, ordinal FROM sync_queue WHERE operation_id = ?";
    static final String MOVE_SUCCESSORS = """
            UPDATE successor SET ordinal = (SELECT ordinal FROM sync_queue WHERE operation_id = ?) WHERE ordinal = ?""";
    static final String UNDECIDED_PREFIX = """
            SELECT ordinal, bytes, transaction_id FROM sync_queue
            WHERE scope = ? AND status = 'undecided' ORDER BY ordinal LIMIT ?""";
    static final String UNDECIDED_UP_TO = """
            SELECT operation_id, payload, sequence, previous, sends, refusals, transaction_id, ordinal,
                fingerprint FROM sync_queue
            WHERE scope = ? AND status = 'undecided' AND ordinal <= ? ORDER BY ordinal""";
    static final String MARK_SENT = """
            UPDATE sync_queue SET sends = sends + 1
            WHERE scope = ? AND status = 'undecided' AND ordinal <= ?""";
    static final String DECIDE = """
            UPDATE sync_queue SET status = ?, outcome_epoch = ?, outcome_position = ?, outcomes = outcomes + 1
            WHERE scope = ? AND operation_id = ? AND sequence = ? AND status = 'undecided'
            RETURNING type, saved_at, outcomes = 1 AND acknowledged_at IS NULL""";
    static final String BODY =
            "SELECT operation_id, payload, transaction_id, ordinal, type, entity FROM sync_queue WHERE operation_id = ?";
    /** A unary plus keeps an index of the scope out of it, which would read all of its queue. */
    static final String BODIES_BETWEEN = """
            SELECT operation_id, payload, transaction_id, ordinal, type, entity FROM sync_queue
            WHERE +scope = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal""";

    static final String PLACE = """
            SELECT min(u.ordinal), max(u.ordinal), min(u.previous) FROM sync_queue q
            JOIN sync_queue u ON u.ordinal = q.ordinal OR u.transaction_id = q.transaction_id
            WHERE q.operation_id = ? AND q.sequence = ? GROUP BY q.ordinal""";
    static final String RELINK = "UPDATE sync_queue SET previous = ? WHERE operation_id = ? AND sequence = ?";
    static final String COUNT_REFUSAL =
            "UPDATE sync_queue SET refusals = refusals + 1 WHERE operation_id = ? AND sequence = ?";
    static final String LINK_NEXT = """
            UPDATE sync_queue SET previous = ?1 WHERE ordinal =
                (SELECT ordinal FROM sync_queue WHERE +scope = ?2 AND ordinal > ?3 ORDER BY ordinal LIMIT 1)""";
    static final String LINK_LATER_SAVES = "UPDATE scope_state SET last_link = ? WHERE scope = ?";
    static final String REMOVE_BETWEEN = "DELETE FROM sync_queue WHERE +scope = ? AND ordinal BETWEEN ? AND ?";
    static final String REMOVE_REJECTED = """
            DELETE FROM sync_queue WHERE scope = ?1 AND (status = 'rejected' OR transaction_id IN (
                SELECT transaction_id FROM sync_queue WHERE scope = ?1 AND status = 'rejected'))
            RETURNING type, entity""";
    static final String FORGET_PASSED = "UPDATE sync_queue SET passed = 0 WHERE passed RETURNING scope, type, entity";
    static final String FORGET_OUTCOMES = """
            UPDATE sync_queue SET status = 'undecided', outcome_epoch = NULL, outcome_position = NULL
            WHERE scope = ? AND status = 'decided'""";
    static final String LINK_ANEW = """
            UPDATE sync_queue SET sequence = ranked.place, previous = ranked.place - 1
            FROM (SELECT ordinal, row_number() OVER (PARTITION BY scope ORDER BY ordinal) AS place FROM sync_queue)
                AS ranked
            WHERE sync_queue.ordinal = ranked.ordinal""";
    static final String CHAINS_ANEW = """
            UPDATE scope_state SET (last_sequence, last_link) =
                (SELECT count(*), count(*) FROM sync_queue q WHERE q.scope = scope_state.scope)""";
    static final String SENT_AS = """
            SELECT operation_id FROM (
                SELECT ordinal, operation_id FROM sync_queue UNION ALL SELECT ordinal, operation_id FROM journal
                UNION ALL SELECT ordinal, operation_id FROM dead_letter)
            WHERE ordinal = (SELECT ordinal FROM successor WHERE operation_id = ?)""";
    static final String WHEREABOUTS = """
            SELECT EXISTS (SELECT 1 FROM dead_letter WHERE operation_id = ?1)
                OR EXISTS (SELECT 1 FROM dead_letter d JOIN successor s ON s.ordinal = d.ordinal
                    WHERE s.operation_id = ?1),
                EXISTS (SELECT 1 FROM sync_queue WHERE operation_id = ?1)
                OR EXISTS (SELECT 1 FROM sync_queue q JOIN successor s ON s.ordinal = q.ordinal
                    WHERE s.operation_id = ?1),
                EXISTS (SELECT 1 FROM journal WHERE operation_id = ?1)
                OR EXISTS (SELECT 1 FROM journal j JOIN successor s ON s.ordinal = j.ordinal
                    WHERE s.operation_id = ?1)""";

    private QueueSql() {}
}
