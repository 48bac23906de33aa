package io.tidemark.agent.store;

/** Pages on their way to the screen. */
final class FeedSql {
    static final String READER = """
            SELECT iif(staging = 'none', epoch, staged_epoch), iif(staging = 'none', position, staged_position),
                iif(staging = 'none', cursor, staged_cursor), staging, cursor IS NOT NULL OR staged_cursor IS NOT NULL,
                epoch, position
            FROM scope_state WHERE scope = ?""";
    static final String STAGE = """
            INSERT INTO staged_row (scope, type, entity, version, position, fields, sealed, conflict)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, position = excluded.position,
                fields = excluded.fields, sealed = excluded.sealed, conflict = excluded.conflict""";
    static final String MOVE_STAGE = """
            UPDATE scope_state SET staging = iif(staging = 'none', 'delta', staging), staged_epoch = ?,
                staged_position = ?, staged_cursor = ? WHERE scope = ?""";
    static final String DROP_STAGED_ROWS = "DELETE FROM staged_row WHERE scope = ?";
    static final String STAGE_IN_FULL = """
            UPDATE scope_state SET staging = 'full', staged_epoch = NULL, staged_position = 0, staged_cursor = NULL
            WHERE scope = ?""";
    static final String DROP_CANONICAL_NOT_STAGED = """
            DELETE FROM canonical_row AS c WHERE scope = ? AND NOT EXISTS (
                SELECT 1 FROM staged_row s WHERE s.scope = c.scope AND s.type = c.type AND s.entity = c.entity)""";
    private static final String IS_STAGED_TOMBSTONE = """
            (scope, type, entity) IN (
                SELECT scope, type, entity FROM staged_row WHERE scope = ? AND fields IS NULL)""";
    static final String DROP_CANONICAL_TOMBSTONES = "DELETE FROM canonical_row WHERE " + IS_STAGED_TOMBSTONE;
    static final String TAKE_STAGED_ROWS = """
            INSERT INTO canonical_row (scope, type, entity, version, position, fields, sealed, conflict)
            SELECT scope, type, entity, version, position, fields, sealed, conflict FROM staged_row
            WHERE scope = ? AND fields IS NOT NULL
            ON CONFLICT DO UPDATE SET version = excluded.version, position = excluded.position,
                fields = excluded.fields, sealed = excluded.sealed, conflict = excluded.conflict""";
    private static final String AND_NOT_QUEUED = " AND NOT EXISTS (SELECT 1 FROM sync_queue q"
            + " WHERE q.scope = r.scope AND q.type = r.type AND q.entity = r.entity)";
    static final String HIDE_NOT_STAGED = """
            DELETE FROM view_row AS r WHERE scope = ? AND NOT EXISTS (
                SELECT 1 FROM staged_row s WHERE s.scope = r.scope AND s.type = r.type AND s.entity = r.entity)""" + AND_NOT_QUEUED;
    static final String HIDE_TOMBSTONES = "DELETE FROM view_row AS r WHERE " + IS_STAGED_TOMBSTONE + AND_NOT_QUEUED;
    static final String SHOW_STAGED_ROWS = """
            INSERT INTO view_row (scope, type, entity, fields, sealed, conflict)
            SELECT scope, type, entity, fields, sealed, conflict FROM staged_row AS r
            WHERE scope = ? AND fields IS NOT NULL""" + AND_NOT_QUEUED + " ON CONFLICT DO UPDATE SET"
            + " fields = excluded.fields, sealed = excluded.sealed, conflict = excluded.conflict";
    static final String QUEUED_ENTITIES_IN_STAGE = """
            SELECT s.type, s.entity FROM staged_row s WHERE s.scope = ? AND EXISTS (
                SELECT 1 FROM sync_queue q WHERE q.scope = s.scope AND q.type = s.type AND q.entity = s.entity)""";
    static final String PASSED = """
            scope = ?1 AND status IN ('decided', 'rejected') AND outcome_epoch = ?2
                AND (sequence <= ?3 OR outcome_position <= ?4)""";
    static final String ENTITIES_OF_PASSED = "SELECT type, entity FROM sync_queue WHERE " + PASSED;
    static final String RETIRE = "DELETE FROM sync_queue WHERE " + PASSED;
    static final String RETIRE_REJECTED_OF_OTHER_EPOCHS =
            "DELETE FROM sync_queue WHERE scope = ? AND status = 'rejected' AND outcome_epoch <> ? RETURNING type, entity";
    static final String FORGET_OUTCOMES_OF_OTHER_EPOCHS = """
            UPDATE sync_queue SET status = 'undecided', outcome_epoch = NULL, outcome_position = NULL
            WHERE scope = ? AND status = 'decided' AND outcome_epoch <> ?""";
    static final String WAS_OF_ANOTHER_EPOCH = """
            SELECT 1 FROM scope_state s WHERE scope = ?1 AND (epoch <> ?2 OR EXISTS (
                SELECT 1 FROM sync_queue q WHERE q.scope = ?1 AND status IN ('decided', 'rejected') AND outcome_epoch <> ?2))""";
    /**
     * The passed ones are the first of the queue: the search for its end stops at the first that is not. A mark that is
     * ahead of what was sent is that of another life of this file, and says nothing of an operation that never left.
     */
    private static final String IS_UNDECIDED_AND_PASSED = """
            status = 'undecided' AND NOT passed
                AND ordinal < coalesce((SELECT ordinal FROM sync_queue WHERE scope = ?1 AND status = 'undecided'
                    AND (sequence > ?2 OR sends = 0) ORDER BY ordinal LIMIT 1), 9223372036854775807)""";

    static final String PASS_UNDECIDED = "UPDATE sync_queue SET passed = 1 WHERE scope = ?1 AND "
            + IS_UNDECIDED_AND_PASSED + " RETURNING type, entity";
    /** What the checkpoint takes out of the overlay: it retires, or its outcome is not known yet. */
    static final String LEAVING = """
            SELECT ordinal, type, entity, operation_id, payload, acknowledged_at IS NOT NULL FROM (
                SELECT * FROM sync_queue WHERE scope = ?1 AND status = 'decided' AND NOT passed AND outcome_epoch = ?3
                    AND (sequence <= ?2 OR outcome_position <= ?4)
                UNION ALL SELECT * FROM sync_queue WHERE scope = ?1 AND\s""" + IS_UNDECIDED_AND_PASSED + ") ORDER BY ordinal";

    static final String FORGET_PASSED =
            "UPDATE sync_queue SET passed = 0 WHERE scope = ? AND passed RETURNING type, entity";
    static final String FIRST_UNDECIDED = """
            SELECT sequence FROM sync_queue WHERE scope = ? AND status = 'undecided' ORDER BY ordinal LIMIT 1""";
    static final String MOVE_CURSOR = """
            UPDATE scope_state SET epoch = ?, position = ?, cursor = ?, last_pull = ?, staging = 'none',
                staged_epoch = NULL, staged_position = 0, staged_cursor = NULL WHERE scope = ?""";
    static final String MOVE_CURSOR_ON = """
            UPDATE scope_state SET epoch = ?, position = ?, cursor = ?, staging = 'none',
                staged_epoch = NULL, staged_position = 0, staged_cursor = NULL WHERE scope = ?""";

    private FeedSql() {}
}
