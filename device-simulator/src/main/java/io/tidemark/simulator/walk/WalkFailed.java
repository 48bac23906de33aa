package io.tidemark.simulator.walk;

/** The walk could not be walked to its end; the message says why. */
public final class WalkFailed extends Exception {
    private static final long serialVersionUID = 1;

    WalkFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
