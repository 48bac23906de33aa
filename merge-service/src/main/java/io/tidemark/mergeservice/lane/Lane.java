package io.tidemark.mergeservice.lane;

/**
 * A partition that is assigned to this instance.
 *
 * <pre>
 *   assigned ──► Lost ──found──► Standing ──not known here───► Held
 *                 ▲                  │                          │
 *                 └── any trouble ───┴──────────────────────────┘      revoked: gone, from any state
 * </pre>
 *
 * A lane with a scope that somebody else holds is lost alone, and looked for again after a while.
 *
 * <ol>
 *   <li>Only a standing lane is read; every other one is paused.
 *   <li>A standing lane's position is what the store held when it was found or last committed here.
 *   <li>After any exception nothing is believed: all lanes are lost, and found anew (MS-5).
 * </ol>
 */
sealed interface Lane {
    record Lost() implements Lane {}

    /** @param position up to which the store has merged the lane */
    record Standing(long position) implements Lane {}

    /** MS-6: at a record of a version, or an operation of a schema, that this service does not know. */
    record Held(String what) implements Lane {}
}
