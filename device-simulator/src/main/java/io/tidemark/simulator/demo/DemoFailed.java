package io.tidemark.simulator.demo;

/** The demo could not run, and so has shown nothing; the message says why, and what to do. */
public final class DemoFailed extends Exception {
    private static final long serialVersionUID = 1;

    public DemoFailed(String message) {
        super(message);
    }

    public DemoFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
