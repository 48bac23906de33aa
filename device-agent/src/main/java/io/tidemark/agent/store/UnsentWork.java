package io.tidemark.agent.store;

/** Something would have gone that the server does not have. Nothing was changed. */
public final class UnsentWork extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long operations;

    UnsentWork(long operations) {
        super("there is unsent work: " + operations + " operations");
        this.operations = operations;
    }

    /** Operations without an outcome, and dead letters. */
    public long operations() {
        return operations;
    }
}
