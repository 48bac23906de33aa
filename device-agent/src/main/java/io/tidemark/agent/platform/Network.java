package io.tidemark.agent.platform;

/** The network as the operating system sees it. */
public enum Network {
    NONE,
    /** It costs money by the byte, or the user asked to spare it. */
    METERED,
    UNMETERED
}
