package io.tidemark.simulator.chaos;

/** What the network does to a device's requests as a whole. */
enum Mischief {
    NONE,
    /** What is sent arrives twice; the second answer comes back. */
    TWICE,
    /** It arrives, and no answer comes back. */
    ANSWER_LOST,
    /** The answer to the request before comes back. */
    STALE_ANSWER
}
