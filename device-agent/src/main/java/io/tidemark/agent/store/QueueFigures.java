package io.tidemark.agent.store;

import io.tidemark.protocol.outcome.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * A scope's queue and feed in figures.
 *
 * @param depth operations in the queue
 * @param undecided those of them that have no outcome yet
 * @param oldest when the oldest of them was saved
 * @param lastOutcome the latest outcome that arrived
 * @param lastPull when a checkpoint was last applied
 * @param position of that checkpoint, 0 before the first
 * @param saved operations that were saved, ever
 * @param squashed those of them that went into another one before they were sent
 */
public record QueueFigures(
        long depth,
        long undecided,
        Optional<Instant> oldest,
        long deadLetters,
        Optional<Outcome> lastOutcome,
        Optional<Instant> lastPull,
        long position,
        long saved,
        long squashed) {}
