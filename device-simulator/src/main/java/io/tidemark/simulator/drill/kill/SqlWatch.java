package io.tidemark.simulator.drill.kill;

/** Tells from the statements of one connection which step of the device comes next. Used by one thread at a time. */
final class SqlWatch {
    private final Trap trap;
    private boolean hasOpened;
    private int queued;
    private boolean counted;
    private boolean decided;
    private boolean applied;

    SqlWatch(Trap trap) {
        this.trap = trap;
    }

    void before(String sql) {
        if (sql.startsWith("CREATE ") || sql.startsWith("ALTER ")) {
            trap.pass(FailPoint.TABLES_HALF_MADE);
        } else if (sql.startsWith("INSERT INTO view_row") && sql.contains("VALUES")) {
            trap.pass(FailPoint.ROW_READ);
        } else if (sql.startsWith("INSERT INTO view_row")) {
            trap.pass(FailPoint.CHECKPOINT_HALF);
        } else if (sql.startsWith("INSERT INTO sync_queue")) {
            trap.pass(queued == 0 ? FailPoint.ROW_WITHOUT_OPERATION : FailPoint.TRANSACTION_HALF_QUEUED);
            queued++;
        } else if (sql.startsWith("INSERT INTO successor")) {
            trap.pass(FailPoint.SQUASH_HALF);
        } else if (sql.startsWith("UPDATE sync_queue SET sends")) {
            counted = true;
        } else if (sql.startsWith("UPDATE sync_queue SET status = ?")) {
            decided = true;
        } else if (sql.startsWith("DELETE FROM sync_queue WHERE")) {
            trap.pass(FailPoint.RETIRE_HALF);
        } else if (sql.startsWith("INSERT INTO canonical_row")) {
            applied = true;
        }
    }

    void after(String sql) {
        if (sql.startsWith("INSERT INTO staged_row")) {
            trap.pass(FailPoint.PAGE_HALF_STAGED);
        }
    }

    void insideCommit() {
        if (queued > 0) {
            trap.pass(FailPoint.INSIDE_COMMIT);
        }
    }

    void beforeCommit() {
        if (!hasOpened) {
            trap.pass(FailPoint.OPENING_UNCOMMITTED);
        }
        if (queued > 0) {
            trap.pass(FailPoint.SAVE_UNCOMMITTED);
        }
        if (counted) {
            trap.pass(FailPoint.SEND_UNCOUNTED);
        }
        if (decided) {
            trap.pass(FailPoint.OUTCOMES_UNCOMMITTED);
        }
        if (applied) {
            trap.pass(FailPoint.CHECKPOINT_UNCOMMITTED);
        }
    }

    void afterCommit() {
        hasOpened = true;
        if (queued > 0) {
            trap.pass(FailPoint.SAVE_COMMITTED);
        }
        if (decided) {
            trap.pass(FailPoint.OUTCOMES_STORED);
        }
        if (applied) {
            trap.pass(FailPoint.CHECKPOINT_COMMITTED);
        }
        forget();
    }

    void afterRollback() {
        forget();
    }

    private void forget() {
        queued = 0;
        counted = false;
        decided = false;
        applied = false;
    }
}
