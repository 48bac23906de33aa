package io.tidemark.agent.store;

/** The user has signed out, or is about to: nothing was stored, and nothing will be until the file is opened again. */
public final class SignedOut extends RuntimeException {
    private static final long serialVersionUID = 1;

    SignedOut() {
        super("the user signs out: nothing was stored");
    }
}
