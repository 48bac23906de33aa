package io.tidemark.agent.store;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A damaged database that was set aside, with what could be saved of it. The rows come from the server again.
 *
 * @param at when it was found, by the device's clock
 * @param file where the damaged one lies now, unchanged; its {@code -wal} beside it
 * @param queued unsent operations that are in the queue again, certain to be as they were saved
 * @param deadLetters those that are dead letters now: they were before, or are not certain to be as they were saved
 * @param unreadable those that were met and could not be read
 * @param complete whether all of the queue and of the dead letters was met; else there may have been more
 */
public record Recovery(Instant at, Path file, int queued, int deadLetters, int unreadable, boolean complete) {}
