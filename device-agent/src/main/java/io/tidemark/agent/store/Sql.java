package io.tidemark.agent.store;

/** Every statement of the store, named for what it does. */
final class Sql {
    static final int VERSION = 1;

    static final String[] SCHEMA = {
        """
        CREATE TABLE sync_state (
            one    INTEGER PRIMARY KEY CHECK (one = 1),
            device TEXT NOT NULL
        ) STRICT""",
        """
        CREATE TABLE scope_state (
            scope           TEXT PRIMARY KEY,
            last_sequence   INTEGER NOT NULL DEFAULT 0,
            last_link       INTEGER NOT NULL DEFAULT 0, -- the sequence that the next operation follows
            epoch           TEXT,
            position        INTEGER NOT NULL DEFAULT 0,
            cursor          TEXT,
            staging         TEXT NOT NULL DEFAULT 'none' CHECK (staging IN ('none', 'delta', 'full')),
            staged_epoch    TEXT,
            staged_position INTEGER NOT NULL DEFAULT 0,
            staged_cursor   TEXT,
            next_run        INTEGER NOT NULL DEFAULT 0, -- wall clock; clamped when it is read
            failures        INTEGER NOT NULL DEFAULT 0,
            waiting         TEXT NOT NULL DEFAULT 'NONE',
            last_outcome    TEXT,
            last_pull       INTEGER
        ) STRICT""",
        """
        CREATE TABLE canonical_row (
            scope    TEXT NOT NULL REFERENCES scope_state,
            type     TEXT NOT NULL,
            entity   TEXT NOT NULL,
            version  INTEGER NOT NULL,
            position INTEGER NOT NULL,
            fields   TEXT NOT NULL,
            conflict TEXT,
            PRIMARY KEY (scope, type, entity)
        ) STRICT""",
        """
        CREATE TABLE view_row (
            scope    TEXT NOT NULL REFERENCES scope_state,
            type     TEXT NOT NULL,
            entity   TEXT NOT NULL,
            fields   TEXT NOT NULL,
            conflict TEXT,
            PRIMARY KEY (scope, type, entity)
        ) STRICT""",
        """
        CREATE TABLE staged_row (
            scope    TEXT NOT NULL REFERENCES scope_state,
            type     TEXT NOT NULL,
            entity   TEXT NOT NULL,
            version  INTEGER NOT NULL,
            position INTEGER NOT NULL,
            fields   TEXT, -- null: a tombstone
            conflict TEXT,
            PRIMARY KEY (scope, type, entity)
        ) STRICT""",
        """
        CREATE TABLE sync_queue (
            ordinal          INTEGER PRIMARY KEY AUTOINCREMENT,
            operation_id     TEXT NOT NULL UNIQUE,
            scope            TEXT NOT NULL REFERENCES scope_state,
            type             TEXT NOT NULL,
            entity           TEXT NOT NULL,
            kind             TEXT NOT NULL CHECK (kind IN ('upsert', 'delete')),
            payload          TEXT NOT NULL, -- canonical JSON; never changes
            fingerprint      TEXT NOT NULL,
            bytes            INTEGER NOT NULL,
            sequence         INTEGER NOT NULL,
            previous         INTEGER NOT NULL,
            sends            INTEGER NOT NULL DEFAULT 0,
            refusals         INTEGER NOT NULL DEFAULT 0,
            saved_at         INTEGER NOT NULL,
            status           TEXT NOT NULL DEFAULT 'undecided' CHECK (status IN ('undecided', 'decided', 'rejected')),
            outcome_epoch    TEXT,
            outcome_position INTEGER
        ) STRICT""",
        "CREATE INDEX sync_queue_order ON sync_queue (scope, status, ordinal)",
        "CREATE INDEX sync_queue_entity ON sync_queue (scope, type, entity, ordinal)",
        """
        CREATE TABLE dead_letter (
            operation_id TEXT PRIMARY KEY,
            scope        TEXT NOT NULL REFERENCES scope_state,
            payload      TEXT NOT NULL,
            reason       TEXT NOT NULL,
            decided      INTEGER NOT NULL,
            at           INTEGER NOT NULL
        ) STRICT""",
        "PRAGMA user_version = 1"
    };

    static final String SCHEMA_VERSION = "PRAGMA user_version";
    static final String MAKE_DEVICE = "INSERT INTO sync_state (one, device) VALUES (1, ?)";
    static final String DEVICE = "SELECT device FROM sync_state";
    static final String CHANGE_DEVICE = "UPDATE sync_state SET device = ?";
    static final String FOLLOW_SCOPE = "INSERT INTO scope_state (scope) VALUES (?) ON CONFLICT DO NOTHING";

    // the app's side
    private static final String VISIBLE = """
            SELECT type, entity, coalesce((SELECT version FROM canonical_row c
                WHERE c.scope = v.scope AND c.type = v.type AND c.entity = v.entity), 0), fields, conflict, EXISTS (
                SELECT 1 FROM sync_queue q WHERE q.scope = v.scope AND q.type = v.type AND q.entity = v.entity
                    AND q.status <> 'rejected') AS pending
            FROM view_row v WHERE scope = ?""";
    static final String VISIBLE_ROW = VISIBLE + " AND type = ? AND entity = ?";
    static final String VISIBLE_ROWS_OF_TYPE = VISIBLE + " AND type = ? ORDER BY entity";
    static final String CONFLICT_COPIES = VISIBLE + " AND conflict IS NOT NULL ORDER BY type, entity";
    static final String SHOW = """
            INSERT INTO view_row (scope, type, entity, fields, conflict) VALUES (?1, ?2, ?3, ?4,
                (SELECT conflict FROM canonical_row WHERE scope = ?1 AND type = ?2 AND entity = ?3))
            ON CONFLICT DO UPDATE SET fields = excluded.fields, conflict = excluded.conflict""";
    static final String HIDE = "DELETE FROM view_row WHERE scope = ? AND type = ? AND entity = ?";
    static final String CANONICAL_FIELDS =
            "SELECT fields FROM canonical_row WHERE scope = ? AND type = ? AND entity = ?";
    static final String PENDING_OF_ENTITY = """
            SELECT payload FROM sync_queue
            WHERE scope = ? AND type = ? AND entity = ? AND status <> 'rejected' ORDER BY ordinal""";

    // the queue
    static final String CHAIN_END = "SELECT last_sequence, last_link FROM scope_state WHERE scope = ?";
    static final String EXTEND_CHAIN = "UPDATE scope_state SET last_sequence = ?1, last_link = ?1 WHERE scope = ?2";
    static final String ENQUEUE = """
            INSERT INTO sync_queue (operation_id, scope, type, entity, kind, payload, fingerprint, bytes, sequence,
                previous, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";
    static final String UNDECIDED_PREFIX = """
            SELECT ordinal, operation_id, payload, bytes, sequence, previous, sends, refusals FROM sync_queue
            WHERE scope = ? AND status = 'undecided' ORDER BY ordinal LIMIT ?""";
    static final String MARK_SENT = """
            UPDATE sync_queue SET sends = sends + 1
            WHERE scope = ? AND status = 'undecided' AND ordinal <= ?""";
    static final String DECIDE = """
            UPDATE sync_queue SET status = ?, outcome_epoch = ?, outcome_position = ?
            WHERE scope = ? AND operation_id = ? AND sequence = ? AND status = 'undecided'""";
    static final String LAST_OUTCOME = "UPDATE scope_state SET last_outcome = ? WHERE scope = ?";
    static final String ENTRY =
            "SELECT type, entity, payload, sequence, previous, ordinal FROM sync_queue WHERE operation_id = ?";
    static final String RELINK = "UPDATE sync_queue SET previous = ? WHERE operation_id = ? AND sequence = ?";
    static final String COUNT_REFUSAL =
            "UPDATE sync_queue SET refusals = refusals + 1 WHERE operation_id = ? AND sequence = ?";
    static final String LINK_NEXT = """
            UPDATE sync_queue SET previous = ?1 WHERE ordinal =
                (SELECT min(ordinal) FROM sync_queue WHERE scope = ?2 AND ordinal > ?3)""";
    static final String LINK_LATER_SAVES = "UPDATE scope_state SET last_link = ? WHERE scope = ?";
    static final String REMOVE_ENTRY = "DELETE FROM sync_queue WHERE operation_id = ?";
    static final String REMOVE_REJECTED = "DELETE FROM sync_queue WHERE status = 'rejected'";
    static final String FORGET_OUTCOMES =
            "UPDATE sync_queue SET status = 'undecided', outcome_epoch = NULL, outcome_position = NULL";
    static final String LINK_ANEW = """
            UPDATE sync_queue SET sequence = ranked.place, previous = ranked.place - 1
            FROM (SELECT ordinal, row_number() OVER (PARTITION BY scope ORDER BY ordinal) AS place FROM sync_queue)
                AS ranked
            WHERE sync_queue.ordinal = ranked.ordinal""";
    static final String CHAINS_ANEW = """
            UPDATE scope_state SET (last_sequence, last_link) =
                (SELECT count(*), count(*) FROM sync_queue q WHERE q.scope = scope_state.scope)""";
    static final String REMEMBER_WAIT =
            "UPDATE scope_state SET next_run = ?, failures = ?, waiting = ? WHERE scope = ?";
    static final String STORED_WAIT = "SELECT next_run, failures, waiting FROM scope_state WHERE scope = ?";
    static final String IS_QUEUED = "SELECT 1 FROM sync_queue WHERE operation_id = ?";

    // dead letters
    static final String BURY = """
            INSERT INTO dead_letter (operation_id, scope, payload, reason, decided, at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""";
    static final String DEAD_LETTERS =
            "SELECT payload, reason, decided, at FROM dead_letter WHERE scope = ? ORDER BY at";
    static final String DEAD_LETTER =
            "SELECT payload, reason, decided, at FROM dead_letter WHERE scope = ? AND operation_id = ?";
    static final String REMOVE_DEAD_LETTER = "DELETE FROM dead_letter WHERE scope = ? AND operation_id = ?";
    static final String IS_DEAD = "SELECT 1 FROM dead_letter WHERE operation_id = ?";

    // the feed
    static final String READER = """
            SELECT iif(staging = 'none', epoch, staged_epoch), iif(staging = 'none', position, staged_position),
                iif(staging = 'none', cursor, staged_cursor), staging
            FROM scope_state WHERE scope = ?""";
    static final String STAGE = """
            INSERT INTO staged_row (scope, type, entity, version, position, fields, conflict)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET version = excluded.version, position = excluded.position,
                fields = excluded.fields, conflict = excluded.conflict""";
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
    static final String DROP_CANONICAL_TOMBSTONES = """
            DELETE FROM canonical_row AS c WHERE scope = ? AND EXISTS (
                SELECT 1 FROM staged_row s WHERE s.scope = c.scope AND s.type = c.type AND s.entity = c.entity
                    AND s.fields IS NULL)""";
    static final String TAKE_STAGED_ROWS = """
            INSERT INTO canonical_row (scope, type, entity, version, position, fields, conflict)
            SELECT scope, type, entity, version, position, fields, conflict FROM staged_row
            WHERE scope = ? AND fields IS NOT NULL
            ON CONFLICT DO UPDATE SET version = excluded.version, position = excluded.position,
                fields = excluded.fields, conflict = excluded.conflict""";
    private static final String AND_NOT_QUEUED = " AND NOT EXISTS (SELECT 1 FROM sync_queue q"
            + " WHERE q.scope = r.scope AND q.type = r.type AND q.entity = r.entity)";
    static final String HIDE_NOT_STAGED = """
            DELETE FROM view_row AS r WHERE scope = ? AND NOT EXISTS (
                SELECT 1 FROM staged_row s WHERE s.scope = r.scope AND s.type = r.type AND s.entity = r.entity)""" + AND_NOT_QUEUED;
    static final String HIDE_TOMBSTONES = """
            DELETE FROM view_row AS r WHERE scope = ? AND EXISTS (
                SELECT 1 FROM staged_row s WHERE s.scope = r.scope AND s.type = r.type AND s.entity = r.entity
                    AND s.fields IS NULL)""" + AND_NOT_QUEUED;
    static final String SHOW_STAGED_ROWS =
            """
            INSERT INTO view_row (scope, type, entity, fields, conflict)
            SELECT scope, type, entity, fields, conflict FROM staged_row AS r
            WHERE scope = ? AND fields IS NOT NULL""" + AND_NOT_QUEUED + " ON CONFLICT DO UPDATE SET fields = excluded.fields, conflict = excluded.conflict";
    static final String QUEUED_ENTITIES_IN_STAGE = """
            SELECT DISTINCT q.type, q.entity FROM sync_queue q WHERE q.scope = ? AND EXISTS (
                SELECT 1 FROM staged_row s WHERE s.scope = q.scope AND s.type = q.type AND s.entity = q.entity)""";
    static final String QUEUED_ENTITIES = "SELECT DISTINCT type, entity FROM sync_queue WHERE scope = ?";
    private static final String PASSED = """
            scope = ?1 AND status IN ('decided', 'rejected') AND outcome_epoch = ?2
                AND (sequence <= ?3 OR outcome_position <= ?4)""";
    static final String ENTITIES_OF_PASSED = "SELECT DISTINCT type, entity FROM sync_queue WHERE " + PASSED;
    static final String RETIRE = "DELETE FROM sync_queue WHERE " + PASSED;
    static final String RETIRE_REJECTED_OF_OTHER_EPOCHS =
            "DELETE FROM sync_queue WHERE scope = ? AND status = 'rejected' AND outcome_epoch <> ?";
    static final String FORGET_OUTCOMES_OF_OTHER_EPOCHS = """
            UPDATE sync_queue SET status = 'undecided', outcome_epoch = NULL, outcome_position = NULL
            WHERE scope = ? AND status = 'decided' AND outcome_epoch <> ?""";
    static final String OUTCOME_MISSING =
            "SELECT 1 FROM sync_queue WHERE scope = ? AND status = 'undecided' AND sequence <= ? LIMIT 1";
    static final String MOVE_CURSOR = """
            UPDATE scope_state SET epoch = ?, position = ?, cursor = ?, last_pull = ?, staging = 'none',
                staged_epoch = NULL, staged_position = 0, staged_cursor = NULL WHERE scope = ?""";

    // figures
    static final String QUEUE_FIGURES = """
            SELECT count(*), count(*) FILTER (WHERE status = 'undecided'), min(saved_at) FROM sync_queue
            WHERE scope = ?""";
    static final String SCOPE_FIGURES = """
            SELECT (SELECT count(*) FROM dead_letter d WHERE d.scope = s.scope), last_outcome, last_pull, position
            FROM scope_state s WHERE scope = ?""";

    private Sql() {}
}
