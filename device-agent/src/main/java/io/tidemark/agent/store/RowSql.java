package io.tidemark.agent.store;

/** What the app sees. */
final class RowSql {
    private static final String VISIBLE = """
            SELECT type, entity, coalesce((SELECT version FROM canonical_row c
                WHERE c.scope = v.scope AND c.type = v.type AND c.entity = v.entity), 0), fields, conflict, EXISTS (
                SELECT 1 FROM sync_queue q WHERE q.scope = v.scope AND q.type = v.type AND q.entity = v.entity
                    AND q.status <> 'rejected') AS pending, sealed
            FROM view_row v WHERE scope = ?""";
    static final String VISIBLE_ROW = VISIBLE + " AND type = ? AND entity = ?";
    static final String VISIBLE_ROWS_OF_TYPE = VISIBLE + " AND type = ?";
    static final String CONFLICT_COPIES = VISIBLE + " AND conflict IS NOT NULL ORDER BY type, entity";
    static final String SHOW = """
            INSERT INTO view_row (scope, type, entity, fields, sealed, conflict) VALUES (?1, ?2, ?3, ?4, ?5,
                (SELECT conflict FROM canonical_row WHERE scope = ?1 AND type = ?2 AND entity = ?3))
            ON CONFLICT DO UPDATE SET fields = excluded.fields, sealed = excluded.sealed,
                conflict = excluded.conflict""";
    static final String HIDE = "DELETE FROM view_row WHERE scope = ? AND type = ? AND entity = ?";
    static final String CANONICAL_FIELDS =
            "SELECT fields, sealed FROM canonical_row WHERE scope = ? AND type = ? AND entity = ?";
    static final String PENDING_OF_ENTITY = """
            SELECT operation_id, payload, acknowledged_at IS NOT NULL FROM sync_queue
            WHERE scope = ? AND type = ? AND entity = ? AND status <> 'rejected' AND NOT passed ORDER BY ordinal""";

    static final String SHOWS_BEFORE = """
            SELECT 1 FROM sync_queue WHERE scope = ? AND type = ? AND entity = ? AND ordinal < ?
                AND status <> 'rejected' AND NOT passed LIMIT 1""";
    static final String IS_CONFLICT_COPY = """
            SELECT 1 FROM canonical_row WHERE scope = ?1 AND type = ?2 AND entity = ?3 AND conflict IS NOT NULL
            UNION ALL SELECT 1 FROM view_row
            WHERE scope = ?1 AND type = ?2 AND entity = ?3 AND conflict IS NOT NULL""";

    private RowSql() {}
}
