package io.tidemark.agent.store;

/** What the server refused. */
final class DeadLetterSql {
    static final String BURY = """
            INSERT INTO dead_letter (operation_id, scope, payload, reason, decided, at, transaction_id, ordinal, type, entity)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String LETTER =
            "SELECT payload, reason, decided, at, ordinal, operation_id, type, entity FROM dead_letter d WHERE ";
    static final String OLDEST = LETTER + "scope = ?1 ORDER BY at, rowid LIMIT ?2";
    static final String ONE = LETTER + "scope = ?1 AND operation_id = ?2";
    static final String WITH_ITS_TRANSACTION = LETTER + """
            +scope = ?1 AND (operation_id = ?2 OR transaction_id =
                (SELECT transaction_id FROM dead_letter o WHERE o.scope = ?1 AND o.operation_id = ?2))""";
    static final String REMOVE = "DELETE FROM dead_letter WHERE scope = ? AND operation_id = ?";

    private DeadLetterSql() {}
}
