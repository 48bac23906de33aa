package io.tidemark.simulator.load;

/** The run could not be made; its message says why, for the user. */
public final class LoadFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public LoadFailed(String message) {
        super(message);
    }

    public LoadFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
