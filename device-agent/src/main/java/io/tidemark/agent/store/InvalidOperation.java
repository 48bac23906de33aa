package io.tidemark.agent.store;

import io.tidemark.protocol.outcome.Reason;

/** The edit can never be accepted, so it was not saved. The message never echoes the values. */
public final class InvalidOperation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    public InvalidOperation(Reason reason) {
        super(reason.slug() + ": " + reason.explanation());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
