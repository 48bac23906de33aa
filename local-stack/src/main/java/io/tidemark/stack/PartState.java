package io.tidemark.stack;

/** Where a part is in its life. */
public enum PartState {
    /** A process is being started, for the first time or again; or the pause before that. */
    STARTING,
    READY,
    /** Ended on request. */
    STOPPED,
    /** Failed too often; nothing is tried any more. */
    GAVE_UP
}
