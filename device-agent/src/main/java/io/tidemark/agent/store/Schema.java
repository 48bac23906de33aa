package io.tidemark.agent.store;

import java.util.List;

/**
 * The database's tables, as the steps that made them: {@code user_version} says how many a file has gone. A step that
 * was once shipped is never edited.
 */
final class Schema {
    private static final List<String> FIRST = List.of(
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
        ) STRICT""");

    /** What an app asks often is not counted anew each time: a queue may hold a million operations. */
    private static final List<String> FIGURES = List.of(
            "ALTER TABLE scope_state ADD COLUMN queued INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE scope_state ADD COLUMN undecided INTEGER NOT NULL DEFAULT 0",
            """
            UPDATE scope_state SET (queued, undecided) = (
                SELECT count(*), count(*) FILTER (WHERE status = 'undecided') FROM sync_queue q
                WHERE q.scope = scope_state.scope)""",
            """
            CREATE TRIGGER sync_queue_grows AFTER INSERT ON sync_queue BEGIN
                UPDATE scope_state SET queued = queued + 1, undecided = undecided + (NEW.status = 'undecided')
                WHERE scope = NEW.scope;
            END""",
            """
            CREATE TRIGGER sync_queue_shrinks AFTER DELETE ON sync_queue BEGIN
                UPDATE scope_state SET queued = queued - 1, undecided = undecided - (OLD.status = 'undecided')
                WHERE scope = OLD.scope;
            END""",
            """
            CREATE TRIGGER sync_queue_decides AFTER UPDATE OF status ON sync_queue WHEN OLD.status <> NEW.status BEGIN
                UPDATE scope_state SET undecided = undecided + (NEW.status = 'undecided') - (OLD.status = 'undecided')
                WHERE scope = NEW.scope;
            END""",
            "CREATE INDEX dead_letter_order ON dead_letter (scope, at)",
            "CREATE INDEX view_row_conflict ON view_row (scope, type, entity) WHERE conflict IS NOT NULL");

    private static final List<String> TRANSACTIONS = List.of(
            "ALTER TABLE sync_queue ADD COLUMN transaction_id TEXT",
            "ALTER TABLE dead_letter ADD COLUMN transaction_id TEXT",
            "CREATE INDEX sync_queue_transaction ON sync_queue (transaction_id) WHERE transaction_id IS NOT NULL",
            "CREATE INDEX dead_letter_transaction ON dead_letter (transaction_id) WHERE transaction_id IS NOT NULL");

    /** An operation that goes on under another id is found by its place in the queue, which no other ever gets. */
    private static final List<String> SQUASHING = List.of(
            """
            CREATE TABLE successor (
                operation_id TEXT PRIMARY KEY,
                ordinal      INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID""",
            "CREATE INDEX successor_place ON successor (ordinal)",
            "ALTER TABLE dead_letter ADD COLUMN ordinal INTEGER",
            "CREATE INDEX dead_letter_place ON dead_letter (ordinal) WHERE ordinal IS NOT NULL",
            "ALTER TABLE scope_state ADD COLUMN saved INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE scope_state ADD COLUMN squashed INTEGER NOT NULL DEFAULT 0");

    private static final List<String> JOURNAL = List.of(
            """
            CREATE TABLE journal (
                ordinal         INTEGER PRIMARY KEY, -- of the queue
                operation_id    TEXT NOT NULL UNIQUE,
                scope           TEXT NOT NULL REFERENCES scope_state,
                type            TEXT NOT NULL,
                entity          TEXT NOT NULL,
                kind            TEXT NOT NULL,
                fingerprint     TEXT NOT NULL,
                bytes           INTEGER NOT NULL,
                saved_at        INTEGER NOT NULL,
                acknowledged_at INTEGER NOT NULL, -- by the journal's own clock
                transaction_id  TEXT,
                payload         TEXT NOT NULL
            ) STRICT""",
            "CREATE INDEX journal_age ON journal (acknowledged_at, ordinal)",
            "CREATE INDEX journal_transaction ON journal (transaction_id) WHERE transaction_id IS NOT NULL",
            "ALTER TABLE sync_queue ADD COLUMN acknowledged_at INTEGER", // it comes from the journal
            "ALTER TABLE sync_state ADD COLUMN journal_operations INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE sync_state ADD COLUMN journal_bytes INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE sync_state ADD COLUMN journal_clock INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE sync_state ADD COLUMN journal_wall INTEGER NOT NULL DEFAULT 0",
            """
            CREATE TRIGGER journal_grows AFTER INSERT ON journal BEGIN
                UPDATE sync_state SET journal_operations = journal_operations + 1,
                    journal_bytes = journal_bytes + NEW.bytes;
            END""",
            """
            CREATE TRIGGER journal_shrinks AFTER DELETE ON journal BEGIN
                UPDATE sync_state SET journal_operations = journal_operations - 1,
                    journal_bytes = journal_bytes - OLD.bytes;
            END""");

    /** Until when the server asked to be left alone, by the wall clock; believed only where it can be true. */
    private static final List<String> QUIET =
            List.of("ALTER TABLE scope_state ADD COLUMN quiet_until INTEGER NOT NULL DEFAULT 0");

    private static final List<String> RECOVERIES = List.of("""
            CREATE TABLE recovery (
                at           INTEGER NOT NULL,
                file         TEXT NOT NULL,
                queued       INTEGER NOT NULL,
                dead_letters INTEGER NOT NULL,
                unreadable   INTEGER NOT NULL,
                complete     INTEGER NOT NULL
            ) STRICT""");

    private static final List<String> ACCOUNT = List.of("""
            CREATE TABLE account (
                one  INTEGER PRIMARY KEY CHECK (one = 1),
                name TEXT NOT NULL
            ) STRICT""");

    private static final List<String> ENCRYPTION = List.of(
            "ALTER TABLE staged_row ADD COLUMN sealed TEXT",
            "ALTER TABLE canonical_row ADD COLUMN sealed TEXT",
            "ALTER TABLE view_row ADD COLUMN sealed TEXT",
            keyOf("staged_row", "sealed"),
            keyOf("canonical_row", "sealed"),
            keyOf("view_row", "sealed"),
            keyOf("staged_row", "conflict"),
            keyOf("canonical_row", "conflict"),
            keyOf("view_row", "conflict"),
            keyOf("sync_queue", "payload"),
            keyOf("dead_letter", "payload"),
            keyOf("journal", "payload"));

    /** A new operation extends its scope's chain in the statement that counts it. One that comes back does not. */
    private static final List<String> CHAIN = List.of("DROP TRIGGER sync_queue_grows", """
            CREATE TRIGGER sync_queue_grows AFTER INSERT ON sync_queue BEGIN
                UPDATE scope_state SET queued = queued + 1, undecided = undecided + (NEW.status = 'undecided'),
                    last_sequence = max(last_sequence, NEW.sequence), saved = saved + (NEW.sequence > 0),
                    last_link = iif(NEW.sequence > 0, NEW.sequence, last_link)
                WHERE scope = NEW.scope;
            END""");

    /** The id of the key that a text is encrypted under, as a column of its own; null for one that is not. */
    private static String keyOf(String table, String column) {
        return "ALTER TABLE " + table + " ADD COLUMN " + column + "_key TEXT GENERATED ALWAYS AS (iif(substr(" + column
                + ", 1, 7) = 'sealed:', substr(" + column + ", 8, instr(substr(" + column
                + ", 8), ':') - 1), NULL)) VIRTUAL";
    }

    /** Operations whose effect the canonical rows hold already, though their outcome is not known. */
    private static final List<String> PASSED = List.of(
            "ALTER TABLE sync_queue ADD COLUMN passed INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX sync_queue_passed ON sync_queue (scope) WHERE passed");

    private static final List<String> DECLARATION = List.of("""
            CREATE TABLE declared (
                type   TEXT PRIMARY KEY,
                schema INTEGER NOT NULL
            ) STRICT""");

    /** Figures by name; and how often an operation was told an outcome, of which the first one counts. */
    private static final List<String> COUNTERS =
            List.of("""
            CREATE TABLE sync_counter (
                name  TEXT PRIMARY KEY,
                value INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID""", "ALTER TABLE sync_queue ADD COLUMN outcomes INTEGER NOT NULL DEFAULT 0");

    /** What a letter is about, even where its payload cannot be read any more. Older ones do not say. */
    private static final List<String> LETTERS = List.of(
            "ALTER TABLE dead_letter ADD COLUMN type TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE dead_letter ADD COLUMN entity TEXT NOT NULL DEFAULT ''");

    static final List<List<String>> STEPS = List.of(
            FIRST,
            FIGURES,
            TRANSACTIONS,
            SQUASHING,
            JOURNAL,
            QUIET,
            RECOVERIES,
            ACCOUNT,
            ENCRYPTION,
            CHAIN,
            PASSED,
            DECLARATION,
            COUNTERS,
            LETTERS);

    /** The version from which a file says under which declaration its rows are. */
    static final int WITH_DECLARATION = STEPS.indexOf(DECLARATION) + 1;

    /** The version from which a file says whose it is. */
    static final int WITH_ACCOUNT = STEPS.indexOf(ACCOUNT) + 1;

    private Schema() {}
}
