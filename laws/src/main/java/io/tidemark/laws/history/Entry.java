package io.tidemark.laws.history;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Envelope;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.operation.Operation;
import io.tidemark.protocol.operation.OperationCodec;
import io.tidemark.protocol.outcome.Outcome;
import java.util.Optional;

/**
 * An operation in a device's queue.
 *
 * @param outcome empty until the device knows it
 * @param chain whose place the link is
 */
record Entry(Operation operation, Json.Obj payload, Link link, Optional<Outcome> outcome, Chain chain) {
    enum Chain {
        /** The device's only one so far. */
        FIRST,
        /** The one after a fork, of what was saved since. */
        NEW,
        /** The same, of what was linked anew: it may have been sent in the chain before. */
        ANEW,
        /** Given up at a fork, when the outcome was known. */
        OLD
    }

    Entry(Operation operation, Json.Obj payload, Link link, Chain chain) {
        this(operation, payload, link, Optional.empty(), chain);
    }

    Entry decided(Outcome known) {
        return new Entry(operation, payload, link, Optional.of(known), chain);
    }

    Entry linkedAnew(Link place) {
        return new Entry(operation, payload, place, outcome, Chain.ANEW);
    }

    Entry linkedTo(Link place) {
        return new Entry(operation, payload, place, outcome, chain);
    }

    Entry leftBehind() {
        return new Entry(operation, payload, link, outcome, Chain.OLD);
    }

    boolean isDecided() {
        return outcome.isPresent();
    }

    /** Outcome known, and passed by the feed: by the mark of its chain, if that is still followed, and by its rows. */
    boolean isPassed(long mark, long position) {
        boolean byMark = chain == Chain.OLD || link.sequence() <= mark;
        return byMark
                && outcome.filter(known -> known.position().orElse(0) <= position)
                        .isPresent();
    }

    Json wire() {
        return OperationCodec.write(payload, Envelope.of(link));
    }
}
