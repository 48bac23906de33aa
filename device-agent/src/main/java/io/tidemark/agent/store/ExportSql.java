package io.tidemark.agent.store;

/** Unsent work, page by page. */
final class ExportSql {
    static final String QUEUED = """
            SELECT ordinal, 'queued', saved_at, payload, NULL, operation_id FROM sync_queue
            WHERE scope = ? AND ordinal > ? AND status = 'undecided' ORDER BY ordinal LIMIT ?""";
    static final String DEAD_LETTERS = """
            SELECT rowid, 'dead-letter', at, payload, reason, operation_id FROM dead_letter
            WHERE +scope = ? AND rowid > ? ORDER BY rowid LIMIT ?""";

    private ExportSql() {}
}
