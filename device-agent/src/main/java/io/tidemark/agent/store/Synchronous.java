package io.tidemark.agent.store;

/** What a saved edit survives. */
public enum Synchronous {
    /** A power cut, and all below: the log is synced to disk at each commit. */
    FULL,
    /** The kill of the process. After a power cut the last commits may be missing; the file stays whole. */
    NORMAL
}
