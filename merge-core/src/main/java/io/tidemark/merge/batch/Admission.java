package io.tidemark.merge.batch;

import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.outcome.Outcome;
import java.util.Optional;

/**
 * Whether an operation is decided now: idempotency and order, from the log and the device's mark.
 *
 * <pre>
 *                          id in the log?
 *            same payload │ another payload │ no
 *                  Replay │ Reused          │ sequence above the mark?
 *                                             yes: previous above it?  yes OutOfOrder │ no Decide
 *                                             no:  below the log floor? yes Expired   │ no Forked
 * </pre>
 */
sealed interface Admission {
    /** ADMIT-1: the stored outcome, for ever. */
    record Replay(Outcome outcome) implements Admission {}

    /** ADMIT-2: the id names another operation, which stands. */
    record Reused() implements Admission {}

    record Decide() implements Admission {}

    /** ADMIT-4: an operation before it is missing; deciding would let a retry overtake. */
    record OutOfOrder(long expected) implements Admission {}

    /** ADMIT-5: decided once, and the log has dropped what became of it. */
    record Expired() implements Admission {}

    /** ADMIT-6: the sequence was decided for another operation. */
    record Forked() implements Admission {}

    static Admission admit(Optional<Logged> logged, Mark mark, Optional<Link> link, Fingerprint fingerprint) {
        if (logged.isPresent()) {
            return logged.get().fingerprint().equals(fingerprint)
                    ? new Replay(logged.get().outcome())
                    : new Reused();
        }
        if (link.isEmpty()) {
            return new Decide();
        }
        if (link.get().sequence() > mark.sequence()) {
            return isNext(link.get(), mark) ? new Decide() : new OutOfOrder(mark.sequence());
        }
        return link.get().sequence() <= mark.logFloor() ? new Expired() : new Forked();
    }

    /**
     * ADMIT-3: the place in the chain is taken by whatever is final, also by a replay in a new envelope and by a reused
     * id, or the operations behind it would wait for ever.
     */
    static boolean isNext(Link link, Mark mark) {
        return link.sequence() > mark.sequence() && link.previous() <= mark.sequence();
    }
}
