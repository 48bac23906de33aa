package io.tidemark.simulator.drill;

/** A drill that could not be carried out; it says nothing of the device. */
public final class DrillFailed extends Exception {
    private static final long serialVersionUID = 1;

    public DrillFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
