package io.tidemark.simulator.bench;

/** Nothing could be measured; the message says why, and what to do. */
public final class BenchFailed extends Exception {
    private static final long serialVersionUID = 1;

    public BenchFailed(String message) {
        super(message);
    }

    public BenchFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
