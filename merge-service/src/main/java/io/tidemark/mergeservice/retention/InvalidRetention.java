package io.tidemark.mergeservice.retention;

/** A setting of the retention that cannot be: the message names it and says what it has to be. */
public final class InvalidRetention extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    InvalidRetention(String message) {
        super(message);
    }
}
