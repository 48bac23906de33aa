package io.tidemark.agent.store;

/** Where an operation is. */
public enum Whereabouts {
    QUEUED,
    DEAD_LETTER,
    /** Its outcome is known and its effect is in the canonical rows. Remembered for 7 days and 10,000 operations. */
    RETIRED,
    /**
     * Nothing on this device says what became of it: its dead letter was discarded, or edited into another operation; it
     * retired longer ago than is remembered; its scope was unfollowed; it was lost with its file; or it never was.
     */
    UNKNOWN
}
