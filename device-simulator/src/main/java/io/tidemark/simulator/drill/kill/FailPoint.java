package io.tidemark.simulator.drill.kill;

/** Where a device is killed: between two steps of which no crash may see only the first. */
public enum FailPoint {
    TABLES_HALF_MADE("the tables of a new file are half made"),
    OPENING_UNCOMMITTED("the file is being opened, its transaction not committed"),
    KEY_ASKED("the key provider is asked for a key"),
    ROW_READ("a save has read the row, and written nothing"),
    ROW_WITHOUT_OPERATION("a save has written the row, and not the operation"),
    SAVE_UNCOMMITTED("row and operation are written, not committed"),
    INSIDE_COMMIT("SQLite is about to write the commit"),
    SAVE_COMMITTED("a save is committed, and has not returned"),
    SAVE_RETURNED("a save has returned this moment"),
    TRANSACTION_OPEN("a transaction of the app has made its first edit"),
    TRANSACTION_HALF_QUEUED("of a transaction's operations the first is queued"),
    SQUASH_HALF("two edits became one, and the old id has no successor yet"),
    SEND_UNCOUNTED("a push is taken from the queue, and not yet counted as sent"),
    TOKEN_ASKED("the token provider is asked for a token"),
    PUSH_NOT_SENT("a push is counted as sent, and no byte of it has left"),
    PUSH_UNANSWERED("the gateway has answered a push, and the answer is on the wire"),
    ANSWER_READ("the answer to a push was read, and nothing of it stored"),
    OUTCOMES_UNCOMMITTED("the outcomes of a push are written, not committed"),
    OUTCOMES_STORED("the outcomes of a push are stored, and the feed has not passed them"),
    PAGE_READ("a page was read, and nothing of it stored"),
    PAGE_HALF_STAGED("a page is half staged"),
    CHECKPOINT_HALF("at a checkpoint the canonical rows are taken, and the view is the old one"),
    RETIRE_HALF("at a checkpoint the journal has the operations, and the queue still holds them"),
    CHECKPOINT_UNCOMMITTED("a checkpoint is applied, not committed"),
    CHECKPOINT_COMMITTED("a checkpoint is committed this moment"),
    LOG_WRITTEN_BACK("SQLite writes its log back into the file"),
    CLOSING("the device closes its file");

    private final String words;

    FailPoint(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
