package io.tidemark.stack;

/** A part of the stack could not be started or reached; the message names the part and the reason, for a person. */
public class StackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
