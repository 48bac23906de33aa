package io.tidemark.simulator.chaos;

/** The run could not be made; its message says why, for the user. */
public final class ChaosFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public ChaosFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
