package io.tidemark.agent.store;

import java.util.List;

/** The declaration that rows are kept under, and how they come under another one. */
final class UpgradeSql {
    static final String DECLARED = "SELECT type, schema FROM declared";
    static final String IS_DECLARED = "SELECT 1 FROM declared WHERE type = ? AND schema = ?";
    static final String DECLARE = """
            INSERT INTO declared (type, schema) VALUES (?, ?) ON CONFLICT DO UPDATE SET schema = excluded.schema""";
    static final List<Rows> ROWS = List.of(Rows.of("staged_row"), Rows.of("canonical_row"), Rows.of("view_row"));

    /** Of one table of rows. Arguments: the type, the last scope and entity, and a limit. */
    record Rows(String page, String replace) {
        private static Rows of(String table) {
            return new Rows(
                    "SELECT scope, type, entity, fields, sealed, conflict FROM " + table + " " + """
                    WHERE type = ?1 AND (scope, type, entity) > (?2, ?1, ?3) AND fields IS NOT NULL
                    ORDER BY scope, type, entity LIMIT ?4""",
                    "UPDATE " + table
                            + " SET fields = ?, sealed = ?, conflict = ? WHERE scope = ? AND type = ? AND entity = ?");
        }
    }

    private UpgradeSql() {}
}
