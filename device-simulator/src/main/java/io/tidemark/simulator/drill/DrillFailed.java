package io.tidemark.simulator.drill;

import org.jspecify.annotations.Nullable;

/** A drill that could not be carried out; it says nothing of the device. */
public final class DrillFailed extends Exception {
    private static final long serialVersionUID = 1;

    public DrillFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
