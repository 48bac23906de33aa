package io.tidemark.merge.lane;

import java.time.Instant;

/**
 * The database as it was when lanes were found on it (MS-14). While it is the same, nobody has restored it underneath:
 * that takes a stop and a start.
 *
 * @param epoch of its data
 * @param started when its server process began
 */
public record Ground(String epoch, Instant started) {}
