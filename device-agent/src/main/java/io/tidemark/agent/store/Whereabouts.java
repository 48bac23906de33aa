package io.tidemark.agent.store;

/** Where an operation is. */
public enum Whereabouts {
    QUEUED,
    DEAD_LETTER,
    /** Its outcome is known and its effect is in the canonical rows; or it never was. */
    RETIRED
}
