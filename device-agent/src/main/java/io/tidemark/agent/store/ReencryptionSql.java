package io.tidemark.agent.store;

import java.util.List;

/** What is not under the current key, from a place on. */
final class ReencryptionSql {
    static final List<Rows> ROWS = List.of(Rows.of("staged_row"), Rows.of("canonical_row"), Rows.of("view_row"));
    static final List<Payloads> PAYLOADS =
            List.of(Payloads.of("sync_queue"), Payloads.of("dead_letter"), Payloads.of("journal"));

    /** Of one table of rows. Arguments: the current key, pairs of types and paths, a limit, and the last row. */
    record Rows(String find, String replace) {
        private static Rows of(String table) {
            return new Rows(
                    "SELECT scope, type, entity, fields, sealed, conflict FROM " + table + " " + """
                    AS r WHERE (scope, type, entity) > (?4, ?5, ?6)
                        AND fields IS NOT NULL AND (sealed_key <> ?1 OR conflict_key <> ?1
                        OR EXISTS (SELECT 1 FROM json_each(?2) AS e WHERE e.value ->> 0 = r.type AND (
                            r.fields -> (e.value ->> 1) IS NOT NULL
                            OR (r.conflict IS NOT NULL AND r.conflict_key IS NULL))))
                    ORDER BY scope, type, entity LIMIT ?3""",
                    "UPDATE " + table
                            + " SET fields = ?, sealed = ?, conflict = ? WHERE scope = ? AND type = ? AND entity = ?");
        }
    }

    /** Of one table of payloads. Arguments: the same, and the last row's id. */
    record Payloads(String find, String replace) {
        private static Payloads of(String table) {
            return new Payloads(
                    "SELECT scope, operation_id, payload, rowid FROM " + table + " " + """
                    WHERE rowid > ?4 AND (payload_key <> ?1 OR (payload_key IS NULL AND payload ->> '$.type' IN (
                        SELECT e.value ->> 0 FROM json_each(?2) AS e))) ORDER BY rowid LIMIT ?3""",
                    "UPDATE " + table + " SET payload = ? WHERE operation_id = ?");
        }
    }

    private ReencryptionSql() {}
}
