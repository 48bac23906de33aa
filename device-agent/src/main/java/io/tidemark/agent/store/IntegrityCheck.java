package io.tidemark.agent.store;

/** How closely a database is looked at before it is opened. */
public enum IntegrityCheck {
    /** Not at all: damage shows when it is met. */
    NONE,
    /** The structure of the file, for a second at most; what was not reached by then is taken to be sound. */
    QUICK,
    /** Structure and indexes of the whole file, however long it takes. */
    FULL
}
