package io.tidemark.agent.store;

/** What is read of a damaged database, and what is made of it. It may be of any earlier version. */
final class SalvageSql {
    static final String QUEUE = """
            SELECT operation_id, scope, payload, fingerprint, ordinal, sends, saved_at FROM sync_queue
            WHERE +status <> 'rejected' ORDER BY ordinal""";
    static final String DEAD_LETTERS =
            "SELECT operation_id, scope, payload, reason, decided, at FROM dead_letter ORDER BY rowid";
    static final String SUCCESSORS = "SELECT operation_id, ordinal FROM successor ORDER BY operation_id";
    static final String GOES_ON = """
            INSERT INTO successor (operation_id, ordinal) SELECT ?1, ordinal FROM sync_queue WHERE ordinal = ?2
            ON CONFLICT DO NOTHING""";
    static final String QUEUE_AGAIN = """
            INSERT INTO sync_queue (ordinal, operation_id, scope, type, entity, kind, payload, fingerprint, bytes,
                sequence, previous, sends, saved_at, transaction_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?) ON CONFLICT DO NOTHING""";
    static final String REMEMBER = """
            INSERT INTO recovery (at, file, queued, dead_letters, unreadable, complete) VALUES (?, ?, ?, ?, ?, ?)""";
    static final String RECOVERIES =
            "SELECT at, file, queued, dead_letters, unreadable, complete FROM recovery ORDER BY rowid";

    private SalvageSql() {}
}
