package io.tidemark.mergeservice.store;

/** The rows that a batch touches are too large to be held at once: it has to be taken in smaller parts. */
public final class TooMuchToRead extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuchToRead(long limit) {
        super("the rows of the batch have more than " + limit + " characters");
    }
}
