package io.tidemark.agent.store;

import java.util.List;

/** The end of a user's time on the device. */
final class LeavingSql {
    static final String UNSENT = """
            SELECT (SELECT coalesce(sum(undecided), 0) FROM scope_state) + (SELECT count(*) FROM dead_letter)""";
    static final List<String> FORGET = List.of(
            "DELETE FROM view_row",
            "DELETE FROM canonical_row",
            "DELETE FROM staged_row",
            "DELETE FROM journal",
            "DELETE FROM sync_queue WHERE status <> 'undecided'",
            """
            UPDATE scope_state SET epoch = NULL, position = 0, cursor = NULL, staging = 'none', staged_epoch = NULL,
                staged_position = 0, staged_cursor = NULL, last_outcome = NULL""");

    private LeavingSql() {}
}
