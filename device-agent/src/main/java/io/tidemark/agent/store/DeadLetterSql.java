package io.tidemark.agent.store;

/** What the server refused. */
final class DeadLetterSql {
    static final String BURY = """
            INSERT INTO dead_letter (operation_id, scope, payload, reason, decided, at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";
    static final String DEAD_LETTERS =
            "SELECT payload, reason, decided, at FROM dead_letter WHERE scope = ? ORDER BY at";
    static final String DEAD_LETTER =
            "SELECT payload, reason, decided, at FROM dead_letter WHERE scope = ? AND operation_id = ?";
    static final String REMOVE_DEAD_LETTER = "DELETE FROM dead_letter WHERE scope = ? AND operation_id = ?";
    static final String IS_DEAD = "SELECT 1 FROM dead_letter WHERE operation_id = ?";

    private DeadLetterSql() {}
}
